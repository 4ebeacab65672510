using System.Text;
using LoadBalancer.Http.ProxyProtocol;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Http.ProxyProtocol;

/// <summary>Tests PROXY protocol headers, valid and invalid, cut at every byte and spread over segments.</summary>
public sealed class ProxyHeaderTests
{
    private static readonly byte[] After = "GET / HTTP/1.1\r\n"u8.ToArray();

    public static TheoryData<string, string?> Texts => new()
    {
        { "PROXY TCP4 192.0.2.1 192.0.2.2 56324 443\r\n", "192.0.2.1:56324" },
        { "PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535\r\n", "255.255.255.255:65535" },
        { "PROXY TCP6 2001:db8::1 2001:db8::2 1 443\r\n", "[2001:db8::1]:1" },
        {
            "PROXY TCP6 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535\r\n",
            "[ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]:65535"
        },
        { "PROXY UNKNOWN\r\n", null },
        { "PROXY UNKNOWN whatever 1 2 3 4 5\r\n", null },
        { "PROXY UNKNOWN ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535\r\n", null },
    };

    public static TheoryData<string> BadTexts =>
    [
        "PROXY\r\n",
        "proxy TCP4 192.0.2.1 192.0.2.2 56324 443\r\n",
        "PROXY  TCP4 192.0.2.1 192.0.2.2 56324 443\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 56324 443\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 56324 443 \r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 56324\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 56324 443 1\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 65536 443\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 -1 443\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 +1 443\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 01 443\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 1 \r\n",
        "PROXY TCP4 192.0.2 192.0.2.2 1 443\r\n",
        "PROXY TCP4 1 192.0.2.2 1 443\r\n",
        "PROXY TCP4 192.0.02.1 192.0.2.2 1 443\r\n",
        "PROXY TCP4 0x7f.0.0.1 192.0.2.2 1 443\r\n",
        "PROXY TCP4 192.0.2.1 nonsense 1 443\r\n",
        "PROXY TCP4 2001:db8::1 2001:db8::2 1 443\r\n",
        "PROXY TCP6 192.0.2.1 192.0.2.2 1 443\r\n",
        "PROXY TCP6 [2001:db8::1] 2001:db8::2 1 443\r\n",
        "PROXY TCP6 fe80::1%1 2001:db8::2 1 443\r\n",
        "PROXY UDP4 192.0.2.1 192.0.2.2 1 443\r\n",
        "PROXY tcp4 192.0.2.1 192.0.2.2 1 443\r\n",
        "PROXY TCP4\t192.0.2.1 192.0.2.2 1 443\r\n",
        "PROXY UNKNOWN " + new string('x', 92) + "\r\n",
        new string('P', 200),
        "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ];

    public static TheoryData<string> BadBinaries => [.. Bad.Keys];

    private static byte[] Inet => ProxyHeaders.Addresses("192.0.2.1", 56324);

    private static Dictionary<string, byte[]> Bad { get; } = new(StringComparer.Ordinal)
    {
        ["version 1"] = ProxyHeaders.Version2(0x11, ProxyHeaders.Tcp4, Inet),
        ["version 3"] = ProxyHeaders.Version2(0x31, ProxyHeaders.Tcp4, Inet),
        ["unknown command"] = ProxyHeaders.Version2(0x22, ProxyHeaders.Tcp4, Inet),
        ["unknown family"] = ProxyHeaders.Version2(ProxyHeaders.Proxy, 0x41, Inet),
        ["unknown transport"] = ProxyHeaders.Version2(ProxyHeaders.Proxy, 0x13, Inet),
        ["family without transport"] = ProxyHeaders.Version2(ProxyHeaders.Proxy, 0x10, Inet),
        ["transport without family"] = ProxyHeaders.Version2(ProxyHeaders.Proxy, 0x01, Inet),
        ["no addresses"] = ProxyHeaders.Version2(ProxyHeaders.Proxy, ProxyHeaders.Tcp4),
        ["half of the addresses"] = ProxyHeaders.Version2(ProxyHeaders.Proxy, ProxyHeaders.Tcp4, Inet[..11]),
        ["addresses of IPv4 for IPv6"] = ProxyHeaders.Version2(ProxyHeaders.Proxy, ProxyHeaders.Tcp6, Inet),
        ["half of a field"] = ProxyHeaders.Version2(ProxyHeaders.Proxy, ProxyHeaders.Tcp4, Inet, [1, 0]),
        ["field longer than the header"] = ProxyHeaders.Version2(ProxyHeaders.Proxy, ProxyHeaders.Tcp4, Inet, [1, 0, 2, 7]),
        ["wrong checksum"] = ProxyHeaders.Version2(ProxyHeaders.Proxy, ProxyHeaders.Tcp4, Inet, ProxyHeaders.Field(3, 1, 2, 3, 4)),
        ["checksum of three bytes"] = ProxyHeaders.Version2(ProxyHeaders.Proxy, ProxyHeaders.Tcp4, Inet, ProxyHeaders.Field(3, 1, 2, 3)),
        ["signature that differs late"] = [.. ProxyHeaders.Signature[..11], 0x0B, .. Inet, .. Inet],
        ["TLS"] = [0x16, 3, 1, 0, 5],
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void Version1_Valid_GivesTheClient(string text, string? client) => AssertReads(Encoding.ASCII.GetBytes(text), client);

    [Theory]
    [MemberData(nameof(BadTexts))]
    public void Version1_Invalid_IsMalformed(string text) =>
        Assert.Equal(ProxyHeader.Malformed, ProxyHeader.Read(new(Encoding.Latin1.GetBytes(text))));

    [Fact]
    public void Version1_WithoutItsEnd_IsMalformedAt107Bytes()
    {
        var text = Encoding.ASCII.GetBytes($"PROXY UNKNOWN {new string('x', 93)}");

        Assert.Equal(107, text.Length);
        Assert.Equal(HeaderState.Incomplete, ProxyHeader.Read(new(text, 0, 106)).State);
        Assert.Equal(HeaderState.Malformed, ProxyHeader.Read(new(text)).State);
    }

    [Fact]
    public void Version2_Valid_GivesTheClient()
    {
        AssertReads(ProxyHeaders.Version2(ProxyHeaders.Proxy, ProxyHeaders.Tcp4, Inet), "192.0.2.1:56324");
        AssertReads(ProxyHeaders.Version2(ProxyHeaders.Proxy, ProxyHeaders.Udp4, Inet), "192.0.2.1:56324");
        AssertReads(
            ProxyHeaders.Version2(ProxyHeaders.Proxy, ProxyHeaders.Tcp6, ProxyHeaders.Addresses("2001:db8::1", 1)), "[2001:db8::1]:1");
        AssertReads(
            ProxyHeaders.Version2(ProxyHeaders.Proxy, ProxyHeaders.Tcp4, Inet, ProxyHeaders.Field(1, 1, 2), ProxyHeaders.Field(4)),
            "192.0.2.1:56324");
        AssertReads(ProxyHeaders.WithChecksum(
            ProxyHeaders.Proxy, ProxyHeaders.Tcp4, Inet, ProxyHeaders.Field(5, [.. Enumerable.Repeat((byte)7, 300)])), "192.0.2.1:56324");
    }

    [Fact]
    public void Version2_WithoutAClient_KeepsThePeer()
    {
        AssertReads(ProxyHeaders.Version2(ProxyHeaders.Local, ProxyHeaders.Unspecified), client: null);
        AssertReads(ProxyHeaders.Version2(ProxyHeaders.Local, ProxyHeaders.Tcp4, Inet), client: null);
        AssertReads(ProxyHeaders.Version2(ProxyHeaders.Proxy, ProxyHeaders.Unspecified), client: null);
        AssertReads(ProxyHeaders.Version2(ProxyHeaders.Proxy, ProxyHeaders.Unspecified, [1, 2, 3]), client: null);
        AssertReads(ProxyHeaders.Version2(ProxyHeaders.Proxy, ProxyHeaders.Unix, new byte[216]), client: null);
    }

    [Theory]
    [MemberData(nameof(BadBinaries))]
    public void Version2_Invalid_IsMalformed(string name) =>
        Assert.Equal(ProxyHeader.Malformed, ProxyHeader.Read(new(Bad[name])));

    /// <summary>Asserts that a header is read the same way at every cut, in one segment and in many.</summary>
    private static void AssertReads(byte[] header, string? client)
    {
        byte[] all = [.. header, .. After];
        for (var length = 0; length <= all.Length; length++)
        {
            var expected = length < header.Length ? HeaderState.Incomplete : HeaderState.Complete;
            var whole = ProxyHeader.Read(new(all, 0, length));

            Assert.Equal(expected, whole.State);
            Assert.Equal(expected == HeaderState.Complete ? (header.Length, client) : (0, null), (whole.Length, whole.Client?.ToString()));
            Assert.Equal(whole, ProxyHeader.Read(Segments.Split(all.AsMemory(0, length))));
        }
    }
}
