# Tap links by their other name.
$ ip tuntap
$ ip tuntap add dev t1 mode tap
$ ip tuntap add t2 mode tap
$ ip tuntap add mode tap t3
$ ip tuntap add t1 mode tap
ioctl(TUNSETIFF): Device or resource busy
[1]
$ ip tuntap add t5
You failed to specify a tunnel mode
[1]
$ ip tuntap add mode tap
$ ip tuntap add t6 mode foo
Unknown tunnel mode "foo"
[255]
$ ip tuntap add t8 foo mode tap
Error: either "name" is duplicate, or "foo" is a garbage.
[255]
$ ip tuntap show
t1: tap persist
t2: tap persist
t3: tap persist
tap0: tap persist
$ ip -j -p tuntap
[ {
        "ifname": "t1",
        "flags": [ "tap","persist" ]
    },{
        "ifname": "t2",
        "flags": [ "tap","persist" ]
    },{
        "ifname": "t3",
        "flags": [ "tap","persist" ]
    },{
        "ifname": "tap0",
        "flags": [ "tap","persist" ]
    } ]
$ ip -o tuntap
t1: tap persist
t2: tap persist
t3: tap persist
tap0: tap persist
$ ip tuntap del t1 mode tap
$ ip tuntap del t9 mode tap
$ ip tuntap list
t2: tap persist
t3: tap persist
tap0: tap persist
$ ip tap
t2: tap persist
t3: tap persist
tap0: tap persist
$ ip tuntap foo
Command "foo" is unknown, try "ip tuntap help".
[255]
$ ip tuntap help
Usage: ip tuntap { add | del | show | list | lst | help } [ dev PHYS_DEV ]
       [ mode { tun | tap } ] [ user USER ] [ group GROUP ]
       [ one_queue ] [ pi ] [ vnet_hdr ] [ multi_queue ] [ name NAME ]

Where: USER  := { STRING | NUMBER }
       GROUP := { STRING | NUMBER }
[255]
