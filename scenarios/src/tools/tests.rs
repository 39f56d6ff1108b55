//! The tools on a lab of two servers and a router.

use dataplane::time::Duration;

use super::{Done, JobId, finish, interrupt, run, start, start_with};
use crate::{
    interactive::{World, standard},
    jobs::Input,
    lab::Place,
};

struct Net(World);

impl Net {
    fn new() -> Self {
        Self(standard(7))
    }

    fn place(&self, name: &str) -> Place {
        self.0.place(name).expect("a machine")
    }

    fn run(&mut self, name: &str, line: &str) -> Done {
        let place = self.place(name);
        let words: Vec<&str> = line.split(' ').collect();
        run(&mut self.0.lab, place, &words)
    }

    fn start(&mut self, name: &str, line: &str) -> JobId {
        let place = self.place(name);
        let words: Vec<&str> = line.split(' ').collect();
        start(&mut self.0.lab, place, &words)
    }

    fn feed(&mut self, name: &str, line: &str, input: &str) -> JobId {
        let place = self.place(name);
        let words: Vec<&str> = line.split(' ').collect();
        let input = Input::Bytes(input.as_bytes().to_vec());
        start_with(&mut self.0.lab, place, &words, input)
    }

    fn finish(&mut self, job: JobId) -> Done {
        finish(&mut self.0.lab, job)
    }

    fn interrupt(&mut self, job: JobId) -> Done {
        interrupt(&mut self.0.lab, job)
    }

    #[track_caller]
    fn prints(&mut self, name: &str, line: &str, status: i32, written: &str) {
        let done = self.run(name, line);
        check(&done, status, written);
    }
}

#[track_caller]
fn check(done: &Done, status: i32, written: &str) {
    if let Err(difference) = crate::expect::agree(written, &done.output) {
        panic!("{difference}");
    }
    assert_eq!(done.status, status, "{}", done.output);
}

#[test]
fn ping_ends_as_iputils_does() {
    let mut net = Net::new();
    let reply = "64 bytes from 2.2.2.12: icmp_seq=[..] ttl=63 time=[..] ms";
    let head = "PING 2.2.2.12 (2.2.2.12) 56(84) bytes of data.";
    net.prints(
        "server1",
        "ping -c 2 -w 1 2.2.2.12",
        1,
        &format!(
            "{head}\n{reply}\n\n--- 2.2.2.12 ping statistics ---\n\
             1 packets transmitted, 1 received, 0% packet loss, time 0ms\n\
             rtt min/avg/max/mdev = [..] ms\n"
        ),
    );
    // Nobody answers for an address of the own network: the host says so itself.
    net.prints(
        "server1",
        "ping -c 3 1.1.1.99",
        1,
        "PING 1.1.1.99 (1.1.1.99) 56(84) bytes of data.\n\
         From 1.1.1.11 icmp_seq=1 Destination Host Unreachable\n\
         From 1.1.1.11 icmp_seq=2 Destination Host Unreachable\n\
         From 1.1.1.11 icmp_seq=3 Destination Host Unreachable\n\n\
         --- 1.1.1.99 ping statistics ---\n\
         3 packets transmitted, 0 received, +3 errors, 100% packet loss, time 2[..]ms\npipe 3\n",
    );
    let job = net.start("server1", "ping 2.2.2.12");
    net.0.lab.run_for(Duration::from_millis(2_500));
    let done = net.interrupt(job);
    check(
        &done,
        0,
        &format!(
            "{head}\n{reply}\n{reply}\n{reply}\n\n--- 2.2.2.12 ping statistics ---\n\
             3 packets transmitted, 3 received, 0% packet loss, time 200[..]ms\n\
             rtt min/avg/max/mdev = [..] ms\n"
        ),
    );
    net.prints(
        "server1",
        "ping -z",
        2,
        "ping: invalid option -- 'z'\n...\n",
    );
    net.prints(
        "server1",
        "ping nobody",
        2,
        "ping: nobody: Name or service not known\n",
    );
    net.prints("server1", "pong", 127, "bash: pong: command not found\n");
}

#[test]
fn curl_fetches_and_fails_as_the_real_one() {
    let mut net = Net::new();
    let refused = "curl: (7) Failed to connect to 2.2.2.12 port 80 after 0 ms: \
                   Couldn't connect to server\n";
    net.prints("server1", "curl 2.2.2.12", 7, refused);
    let server = net.start("server2", "python3 -m http.server 80");
    net.prints(
        "server1",
        "curl -v http://2.2.2.12/nope",
        0,
        "*   Trying 2.2.2.12:80...\n* Connected to 2.2.2.12 (2.2.2.12) port 80 (#0)\n\
         > GET /nope HTTP/1.1\n> Host: 2.2.2.12\n> User-Agent: curl/7.88.1\n> Accept: */*\n>\n\
         * HTTP 1.0, assume close after body\n< HTTP/1.0 404 File not found\n\
         < Server: SimpleHTTP/0.6 Python/3.11.7\n< Date: Thu, 01 Apr 2021 09:00:00 GMT\n\
         < Connection: close\n< Content-Type: text/html;charset=utf-8\n< Content-Length: 335\n<\n\
         <!DOCTYPE HTML>\n...\n</html>\n* Closing connection 0\n",
    );
    net.prints(
        "server1",
        "curl -s -o /dev/null -w %{http_code}\\n 2.2.2.12",
        0,
        "200\n",
    );
    // Without a way to it, and without an answer.
    net.run("router1", "iptables -A FORWARD -p tcp --dport 80 -j REJECT");
    net.prints("server1", "curl 2.2.2.12", 7, refused);
    net.run("router1", "iptables -I FORWARD -p tcp --dport 80 -j DROP");
    net.prints(
        "server1",
        "curl --connect-timeout 2 2.2.2.12",
        28,
        "curl: (28) Failed to connect to 2.2.2.12 port 80 after 2000 ms: Timeout was reached\n",
    );
    let done = net.interrupt(server);
    check(
        &done,
        0,
        "Serving HTTP on 0.0.0.0 port 80 (http://0.0.0.0:80/) ...\n\
         1.1.1.11 - - [01/Apr/2021 09:00:00] code 404, message File not found\n\
         1.1.1.11 - - [01/Apr/2021 09:00:00] \"GET /nope HTTP/1.1\" 404 -\n\
         1.1.1.11 - - [01/Apr/2021 09:00:00] \"GET / HTTP/1.1\" 200 -\n\n\
         Keyboard interrupt received, exiting.\n",
    );
}

#[test]
fn netcats_talk_by_tcp_and_udp() {
    let mut net = Net::new();
    for (server, client) in [
        ("nc -lvn 7000", "nc -vN 2.2.2.12 7000"),
        ("nc -6 -lv 7000", "nc -vN fd00:2::12 7000"),
    ] {
        let server = net.start("server2", server);
        let client = net.feed("server1", client, "hi\n");
        let done = net.finish(client);
        assert_eq!(done.status, 0, "{}", done.output);
        assert!(
            done.output.ends_with("7000 port [tcp/bbs] succeeded!\n"),
            "{}",
            done.output
        );
        let done = net.finish(server);
        check(
            &done,
            0,
            "Listening on [..] 7000\nConnection received on [..]1[..]\nhi\n",
        );
    }
    let server = net.start("server2", "nc -lu 7000");
    let client = net.feed("server1", "nc -u -w1 2.2.2.12 7000", "hi\n");
    assert_eq!(net.finish(client).status, 0);
    assert_eq!(net.0.lab.jobs().output(server), "hi\n");
    net.prints(
        "server1",
        "nc -zvn 2.2.2.12 79-80",
        1,
        "nc: connect to 2.2.2.12 port 79 (tcp) failed: Connection refused\n\
         nc: connect to 2.2.2.12 port 80 (tcp) failed: Connection refused\n",
    );
    net.prints("server1", "nc -zuv 2.2.2.12 53", 1, "");
    net.run("server2", "iptables -A INPUT -p tcp -j DROP");
    net.prints(
        "server1",
        "nc -zv -w 2 2.2.2.12 80",
        1,
        "nc: connect to 2.2.2.12 port 80 (tcp) timed out: Operation now in progress\n",
    );
}
