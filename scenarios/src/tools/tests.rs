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
fn traceroute_does_not_wait_for_what_others_have_answered() {
    let mut net = Net::new();
    for rule in [
        "-m limit --limit 1/min --limit-burst 2 -j ACCEPT",
        "-p icmp -j DROP",
    ] {
        let done = net.run("router1", &format!("iptables -A OUTPUT {rule}"));
        assert_eq!(done.status, 0, "{}", done.output);
    }
    let began = net.0.lab.now();
    // The third answer of the first hop is missing, and nothing is asked behind the last.
    let shown = "traceroute to 2.2.2.12 (2.2.2.12), 30 hops max, 60 byte packets\n \
                 1  1.1.1.1  [..] ms  [..] ms *\n \
                 2  2.2.2.12  [..] ms  [..] ms  [..] ms\n";
    net.prints("server1", "traceroute -n 2.2.2.12", 0, shown);
    let took = net.0.lab.now().saturating_since(began);
    assert!(took < Duration::from_secs(1), "{took:?}");
    // A time alone is waited for. (How many errors a machine sends to another is limited; that has to pass.)
    net.0.lab.run_for(Duration::from_secs(20));
    let began = net.0.lab.now();
    let again = shown.replace("1  1.1.1.1  [..] ms  [..] ms *", "1  * * *");
    net.prints("server1", "traceroute -n -w 2 2.2.2.12", 0, &again);
    let took = net.0.lab.now().saturating_since(began);
    assert!(took >= Duration::from_secs(2), "{took:?}");
}

#[test]
fn nmap_asks_once_if_it_is_told_so() {
    let mut net = Net::new();
    net.run("server2", "iptables -A INPUT -p tcp --dport 81 -j DROP");
    net.prints(
        "server1",
        "nmap -n -Pn --max-retries 0 -p 81 2.2.2.12",
        0,
        "Starting Nmap [..]\n\
         Warning: 2.2.2.12 giving up on port because retransmission cap hit (0).\n\
         Nmap scan report for 2.2.2.12\nHost is up.\n\nPORT   STATE    SERVICE\n81/tcp filtered [..]\n\n\
         Nmap done: [..]\n",
    );
    let counted = net.run("server2", "iptables -L INPUT 1 -n -v").output;
    assert!(counted.starts_with("    1    44 DROP"), "{counted}");
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

#[test]
fn nmap_tells_open_closed_and_filtered() {
    let mut net = Net::new();
    net.start("server2", "python3 -m http.server 80");
    for rule in [
        "-p tcp --dport 90 -j REJECT",
        "-p tcp --dport 91 -j DROP",
        "-p tcp --dport 92 -j REJECT --reject-with tcp-reset",
    ] {
        net.run("server2", &format!("iptables -A INPUT {rule}"));
    }
    // Beyond a router, and from the router itself, which sees the card's address.
    let table = "PORT   STATE    SERVICE REASON\n80/tcp open     http    syn-ack ttl 63\n\
                 90/tcp filtered dnsix   port-unreach ttl 63\n91/tcp filtered mit-dov no-response\n\
                 92/tcp closed   npp     reset ttl 63\n";
    net.prints(
        "server1",
        "nmap -n --reason -p 80,90-92 2.2.2.12",
        0,
        &format!(
            "Starting Nmap 7.93 ( https://nmap.org ) at 2021-04-01 09:00 UTC\n\
             Nmap scan report for 2.2.2.12\nHost is up (0.00[..]s latency).\n\n{table}\n\
             Nmap done: 1 IP address (1 host up) scanned in [..] seconds\n"
        ),
    );
    net.prints(
        "router1",
        "nmap -p 80 2.2.2.12",
        0,
        "Starting Nmap [..]\nNmap scan report for 2.2.2.12\nHost is up (0.00[..]s latency).\n\n\
         PORT   STATE SERVICE\n80/tcp open  http\n\
         MAC Address: 52:54:00:00:00:12 (QEMU virtual NIC)\n\n\
         Nmap done: 1 IP address (1 host up) scanned in [..] seconds\n",
    );
    net.prints(
        "server1",
        "nmap -6 -n -p 80,81 fd00:2::12",
        0,
        "...\nPORT   STATE  SERVICE\n80/tcp closed http\n81/tcp closed hosts2-ns\n...\n",
    );
    net.prints(
        "server1",
        "nmap -sT -p 80,90 2.2.2.12",
        0,
        // As the real one: `connect` can't tell a port unreachable from a reset.
        "...\nPORT   STATE  SERVICE\n80/tcp open   http\n90/tcp closed dnsix\n...\n",
    );
    net.prints(
        "server1",
        "nmap -sU -p 53,69 2.2.2.12",
        0,
        "...\nPORT   STATE  SERVICE\n53/udp closed domain\n69/udp closed tftp\n...\n",
    );
    net.prints(
        "server1",
        "nmap -p 80 1.1.1.77",
        0,
        "Starting Nmap [..]\n\
         Note: Host seems down. If it is really up, but blocking our ping probes, try -Pn\n\
         Nmap done: 1 IP address (0 hosts up) scanned in 1.40 seconds\n",
    );
    net.run("router1", "iptables -A FORWARD -j DROP");
    net.prints(
        "server1",
        "nmap -Pn -n -p 80 2.2.2.12",
        0,
        "Starting Nmap [..]\nNmap scan report for 2.2.2.12\nHost is up.\n\n\
         PORT   STATE    SERVICE\n80/tcp filtered http\n\n\
         Nmap done: 1 IP address (1 host up) scanned in 2.[..] seconds\n",
    );
    net.prints(
        "server1",
        "nmap -p x 2.2.2.12",
        1,
        "Starting Nmap [..]\n\
         Found no matches for the service mask 'x' and your specified protocols\nQUITTING!\n",
    );
}

#[test]
fn ssh_logs_in_and_runs_commands() {
    let mut net = Net::new();
    let refused = "ssh: connect to host 2.2.2.12 port 2222: Connection refused\n";
    net.prints(
        "server1",
        "ssh root@2.2.2.12 -p 2222 hostname",
        255,
        refused,
    );
    net.start("server2", "sshd -D -p 2222");
    net.prints(
        "server1",
        "ssh root@2.2.2.12 -p 2222 ip -4 -o a show ens4",
        0,
        "2: ens4    inet 2.2.2.12/24 [..]\n",
    );
    net.prints(
        "server1",
        "ssh -p 2222 2.2.2.12 nosuch",
        127,
        "bash: nosuch: command not found\n",
    );
    net.prints(
        "server1",
        "ssh -p 2222 2.2.2.12",
        0,
        "Welcome to server2\nLast login: Thu Apr  1 09:00:00 2021 from 1.1.1.11\n",
    );
    net.prints(
        "server1",
        "ssh -o ConnectTimeout=2 1.1.1.99",
        255,
        "ssh: connect to host 1.1.1.99 port 22: Connection timed out\n",
    );
    net.prints(
        "server1",
        "ssh 1.1.1.98",
        255,
        "ssh: connect to host 1.1.1.98 port 22: No route to host\n",
    );
    net.prints(
        "server1",
        "ssh nobody",
        255,
        "ssh: Could not resolve hostname nobody: Name or service not known\n",
    );
}

#[test]
fn sockets_and_neighbours_are_listed() {
    let mut net = Net::new();
    net.start("server2", "sshd -D");
    net.start("server2", "apache2");
    net.prints(
        "server2",
        "ss -ntpl",
        0,
        "State  Recv-Q Send-Q Local Address:Port Peer Address:PortProcess\n\
         LISTEN 0      128          0.0.0.0:22        0.0.0.0:*    users:((\"sshd\",pid=[..],fd=3))\n\
         LISTEN 0      128             [::]:22           [::]:*    users:((\"sshd\",pid=[..],fd=4))\n\
         LISTEN 0      511                *:80              *:*    users:((\"apache2\",pid=[..],fd=4))\n",
    );
    net.run("server2", "ping -c 1 2.2.2.1");
    net.run("server2", "ping -c 1 -W 1 2.2.2.99");
    net.prints(
        "server2",
        "arp -n",
        0,
        "Address                  HWtype  HWaddress           Flags Mask            Iface\n\
         2.2.2.1                  ether   52:54:00:00:01:05   C                     ens4\n\
         2.2.2.99                         (incomplete)                              ens4\n",
    );
    net.prints(
        "server2",
        "arp -n 9.9.9.9",
        0,
        "9.9.9.9 (9.9.9.9) -- no entry\n",
    );
    net.prints(
        "server2",
        "route -n",
        0,
        "Kernel IP routing table\n\
         Destination     Gateway         Genmask         Flags Metric Ref    Use Iface\n\
         0.0.0.0         2.2.2.1         0.0.0.0         UG    0      0        0 ens4\n\
         2.2.2.0         0.0.0.0         255.255.255.0   U     0      0        0 ens4\n",
    );
    net.prints("server2", "hostname", 0, "server2\n");
}

#[test]
fn a_copy_shows_its_progress() {
    let mut net = Net::new();
    net.start("server2", "sshd -D");
    net.prints("server1", "truncate -s 10M test.img", 0, "");
    net.prints(
        "server1",
        "scp test.img 2.2.2.12:/tmp/",
        0,
        "test.img                                     100%   10MB [..]MB/s   00:00    \n",
    );
    net.prints(
        "server1",
        "scp 2.2.2.12:/tmp/test.img copy.img",
        0,
        "test.img  [..]\n",
    );
    let place = net.place("server1");
    let files = net.0.lab.machine(place).machine().files.borrow().clone();
    let whole = |name: &str| files[name].read(0, usize::MAX);
    assert!(whole("copy.img") == whole("test.img"));
    net.prints(
        "server1",
        "scp nosuch 2.2.2.12:",
        1,
        "scp: stat local \"nosuch\": No such file or directory\n",
    );
    net.prints(
        "server1",
        "scp 2.2.2.12:nosuch .",
        1,
        "scp: nosuch: No such file or directory\n",
    );
}

#[test]
fn iperf_measures_both_ways() {
    let mut net = Net::new();
    let refused = "iperf3: error - unable to connect to server: Connection refused\n";
    net.prints("server1", "iperf3 -c 2.2.2.12", 1, refused);
    let server = net.start("server2", "iperf3 -s");
    let line = "[  5]   [..] sec  [..]Bytes  [..]bits/sec";
    net.prints(
        "server1",
        "iperf3 -c 2.2.2.12 -n 3M",
        0,
        &format!(
            "Connecting to host 2.2.2.12, port 5201\n\
             [  5] local 1.1.1.11 port [..] connected to 2.2.2.12 port 5201\n\
             [ ID] Interval           Transfer     Bitrate         Retr  Cwnd\n\
             {line}    0   [..]Bytes\n\
             - - - - - - - - - - - - - - - - - - - - - - - - -\n\
             [ ID] Interval           Transfer     Bitrate         Retr\n\
             {line}    0             sender\n{line}                  receiver\n\niperf Done.\n"
        ),
    );
    net.prints(
        "server1",
        "iperf3 -R -c 2.2.2.12 -n 1M",
        0,
        "...\nReverse mode, remote host 2.2.2.12 is sending\n...\niperf Done.\n",
    );
    net.prints("server1", "iperf3 -u -b 1M -t 1 -c 2.2.2.12", 0,
        &format!("...\n{line}  [..] ms  0/87 (0%)  sender\n{line}  [..] ms  0/87 (0%)  receiver\n\niperf Done.\n"));
    let done = net.interrupt(server);
    assert!(
        done.output
            .ends_with("iperf3: interrupt - the server has terminated\n")
    );
}

#[test]
fn tcpdump_sees_both_sides_of_a_translation() {
    let mut net = Net::new();
    net.start("server1", "sshd -D");
    net.run(
        "router1",
        "iptables -t nat -A PREROUTING -p tcp -d 2.2.2.1 --dport 2222 -j DNAT --to 1.1.1.11:22",
    );
    net.run(
        "router1",
        "iptables -t nat -A POSTROUTING -p tcp -d 1.1.1.11 --dport 22 -j MASQUERADE",
    );
    let dump = net.start("router1", "tcpdump -n -i any host 1.1.1.1 and tcp[tcpflags] & tcp-syn != 0 or host 2.2.2.1 and tcp[tcpflags] & tcp-syn != 0");
    net.prints("server2", "ssh -p 2222 2.2.2.1 hostname", 0, "server1\n");
    let done = net.interrupt(dump);
    let options = "options [mss 1460,sackOK,TS val [..] ecr [..],nop,wscale 7], length 0";
    check(
        &done,
        0,
        &format!(
            "tcpdump: data link type LINUX_SLL2\n\
             tcpdump: verbose output suppressed, use -v[v]... for full protocol decode\n\
             listening on any, link-type LINUX_SLL2 (Linux cooked v2), snapshot length 262144 bytes\n\
             09:00:00.[..] ens5  In  IP 2.2.2.12.[..] > 2.2.2.1.2222: Flags [S], seq [..], win 64240, {options}\n\
             09:00:00.[..] ens4  Out IP 1.1.1.1.[..] > 1.1.1.11.22: Flags [S], seq [..], win 64240, {options}\n\
             09:00:00.[..] ens4  In  IP 1.1.1.11.22 > 1.1.1.1.[..]: Flags [S.], seq [..], ack [..], win 65160, {options}\n\
             09:00:00.[..] ens5  Out IP 2.2.2.1.2222 > 2.2.2.12.[..]: Flags [S.], seq [..], ack [..], win 65160, {options}\n\
             \n4 packets captured\n4 packets received by filter\n0 packets dropped by kernel\n"
        ),
    );
}
