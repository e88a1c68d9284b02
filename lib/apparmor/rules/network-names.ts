/** Families of sockets, as apparmor.d(5) names them. `mctp` from apparmor_parser 4.1 on. */
export enum NetworkFamily {
  /** Sockets of this machine, by path or abstract name. With an abi of 4.0 or newer they are the business of {@link UnixRule}. */
  UNIX = 'unix',
  /** IPv4. */
  INET = 'inet',
  /** AX25. */
  AX25 = 'ax25',
  /** IPX. */
  IPX = 'ipx',
  /** APPLETALK. */
  APPLETALK = 'appletalk',
  /** NETROM. */
  NETROM = 'netrom',
  /** BRIDGE. */
  BRIDGE = 'bridge',
  /** ATMPVC. */
  ATMPVC = 'atmpvc',
  /** X25. */
  X25 = 'x25',
  /** IPv6. */
  INET6 = 'inet6',
  /** ROSE. */
  ROSE = 'rose',
  /** NETBEUI. */
  NETBEUI = 'netbeui',
  /** SECURITY. */
  SECURITY = 'security',
  /** Keys of IPsec. */
  KEY = 'key',
  /** Talk with the kernel: interfaces, routes, audit. */
  NETLINK = 'netlink',
  /** Raw frames. */
  PACKET = 'packet',
  /** ASH. */
  ASH = 'ash',
  /** ECONET. */
  ECONET = 'econet',
  /** ATMSVC. */
  ATMSVC = 'atmsvc',
  /** RDS. */
  RDS = 'rds',
  /** SNA. */
  SNA = 'sna',
  /** IRDA. */
  IRDA = 'irda',
  /** PPPOX. */
  PPPOX = 'pppox',
  /** WANPIPE. */
  WANPIPE = 'wanpipe',
  /** LLC. */
  LLC = 'llc',
  /** IB. */
  IB = 'ib',
  /** MPLS. */
  MPLS = 'mpls',
  /** Controller area networks. */
  CAN = 'can',
  /** TIPC. */
  TIPC = 'tipc',
  /** Bluetooth. */
  BLUETOOTH = 'bluetooth',
  /** IUCV. */
  IUCV = 'iucv',
  /** RXRPC. */
  RXRPC = 'rxrpc',
  /** ISDN. */
  ISDN = 'isdn',
  /** PHONET. */
  PHONET = 'phonet',
  /** IEEE802154. */
  IEEE802154 = 'ieee802154',
  /** CAIF. */
  CAIF = 'caif',
  /** The kernel's cryptography. */
  ALG = 'alg',
  /** NFC. */
  NFC = 'nfc',
  /** Between a virtual machine and its host. */
  VSOCK = 'vsock',
  /** KCM. */
  KCM = 'kcm',
  /** QIPCRTR. */
  QIPCRTR = 'qipcrtr',
  /** SMC. */
  SMC = 'smc',
  /** Frames past the network stack. */
  XDP = 'xdp',
  /** MCTP. */
  MCTP = 'mctp',
}

/** Types of sockets, socket(2). */
export enum SocketType {
  /** Connections, such as TCP. */
  STREAM = 'stream',
  /** Single messages, such as UDP. */
  DGRAM = 'dgram',
  /** Connections of messages. */
  SEQPACKET = 'seqpacket',
  /** Messages that arrive, in any order. */
  RDM = 'rdm',
  /** Raw packets, such as those of ping. */
  RAW = 'raw',
  /** Raw frames, an old form. */
  PACKET = 'packet',
}

/** Protocols that a network rule can name in place of a type. */
export enum NetworkProtocol {
  /** TCP. */
  TCP = 'tcp',
  /** UDP. */
  UDP = 'udp',
  /** ICMP. */
  ICMP = 'icmp',
}

/** What is done with a socket. Families other than unix: from apparmor_parser 4.1 on. */
export enum SocketAccess {
  /** Make it. */
  CREATE = 'create',
  /** Take an address. */
  BIND = 'bind',
  /** Wait for connections. */
  LISTEN = 'listen',
  /** Take a connection. */
  ACCEPT = 'accept',
  /** Open a connection. */
  CONNECT = 'connect',
  /** Close one direction. */
  SHUTDOWN = 'shutdown',
  /** Ask for its address. */
  GETATTR = 'getattr',
  /** Change its attributes. */
  SETATTR = 'setattr',
  /** Read an option. */
  GETOPT = 'getopt',
  /** Set an option. */
  SETOPT = 'setopt',
  /** Send. */
  SEND = 'send',
  /** Receive. */
  RECEIVE = 'receive',
}
