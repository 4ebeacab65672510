using System.Collections.Immutable;
using System.Text;

namespace LoadBalancer.Http.Hpack;

/// <summary>The static table (RFC 7541 appendix A).</summary>
internal static class StaticTable
{
    public const int Authority = 1;
    public const int MethodGet = 2;
    public const int PathRoot = 4;
    public const int SchemeHttp = 6;
    public const int SchemeHttps = 7;
    public const int Status = 8;

    private static readonly ImmutableArray<(byte[] Name, byte[] Value)> Entries =
    [
        Entry(":authority"), Entry(":method", "GET"), Entry(":method", "POST"), Entry(":path", "/"), Entry(":path", "/index.html"),
        Entry(":scheme", "http"), Entry(":scheme", "https"), Entry(":status", "200"), Entry(":status", "204"), Entry(":status", "206"),
        Entry(":status", "304"), Entry(":status", "400"), Entry(":status", "404"), Entry(":status", "500"), Entry("accept-charset"),
        Entry("accept-encoding", "gzip, deflate"), Entry("accept-language"), Entry("accept-ranges"), Entry("accept"),
        Entry("access-control-allow-origin"), Entry("age"), Entry("allow"), Entry("authorization"), Entry("cache-control"),
        Entry("content-disposition"), Entry("content-encoding"), Entry("content-language"), Entry("content-length"),
        Entry("content-location"), Entry("content-range"), Entry("content-type"), Entry("cookie"), Entry("date"), Entry("etag"),
        Entry("expect"), Entry("expires"), Entry("from"), Entry("host"), Entry("if-match"), Entry("if-modified-since"),
        Entry("if-none-match"), Entry("if-range"), Entry("if-unmodified-since"), Entry("last-modified"), Entry("link"), Entry("location"),
        Entry("max-forwards"), Entry("proxy-authenticate"), Entry("proxy-authorization"), Entry("range"), Entry("referer"),
        Entry("refresh"), Entry("retry-after"), Entry("server"), Entry("set-cookie"), Entry("strict-transport-security"),
        Entry("transfer-encoding"), Entry("user-agent"), Entry("vary"), Entry("via"), Entry("www-authenticate"),
    ];

    /// <summary>The number of entries; the dynamic table continues after it.</summary>
    public static int Count => Entries.Length;

    /// <param name="index">From 1 to <see cref="Count"/>.</param>
    public static ReadOnlySpan<byte> NameOf(int index) => Entries[index - 1].Name;

    /// <param name="index">From 1 to <see cref="Count"/>.</param>
    public static ReadOnlySpan<byte> ValueOf(int index) => Entries[index - 1].Value;

    private static (byte[] Name, byte[] Value) Entry(string name, string value = "") =>
        (Encoding.ASCII.GetBytes(name), Encoding.ASCII.GetBytes(value));
}
