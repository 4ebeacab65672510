using static LoadBalancer.Tests.Functional.Messages.RequestMessage;
using static LoadBalancer.Tests.Functional.Messages.Wire;

namespace LoadBalancer.Tests.Functional.Messages;

/// <summary>Messages that stop before their end. <see cref="CutMessageTests"/> tests every prefix of good messages.</summary>
internal static class CutMessages
{
    private const string Rfc = "RFC 9112 §8";

    public static readonly RequestMessage[] All =
    [
        Cut("within the method", Rfc, "GE"),
        Cut("within the request line", Rfc, "GET / HTTP/1.1\r"),
        Cut("after the request line", Rfc, "GET / HTTP/1.1\r\n"),
        Cut("within a field", Rfc, "GET / HTTP/1.1\r\nHost: a.te"),
        Cut("before the empty line", Rfc, "GET / HTTP/1.1\r\nHost: a.test\r\n"),
        Cut("within the empty line", Rfc, "GET / HTTP/1.1\r\nHost: a.test\r\n\r"),
        Cut("before content", Rfc, Post("Content-Length: 5", "")),
        Cut("within content", Rfc, Post("Content-Length: 5", "hell")),
        Cut("within content of GET", Rfc, $"{Get("Content-Length: 5")}hell"),
        Cut("before chunks", Rfc, Chunked("")),
        Cut("within a size", Rfc, Chunked("5")),
        Cut("within an extension", Rfc, Chunked("5;a=\"b")),
        Cut("within the line of a size", Rfc, Chunked("5\r")),
        Cut("within a chunk", Rfc, Chunked("5\r\nhell")),
        Cut("after a chunk", Rfc, Chunked("5\r\nhello\r\n")),
        Cut("after the zero", Rfc, Chunked("5\r\nhello\r\n0")),
        Cut("after the last chunk", Rfc, Chunked("5\r\nhello\r\n0\r\n")),
        Cut("within the last line", Rfc, Chunked("5\r\nhello\r\n0\r\n\r")),
        Cut("within a trailer", Rfc, Chunked("5\r\nhello\r\n0\r\nX-Trailer: 1")),
        Cut("after a trailer", Rfc, Chunked("5\r\nhello\r\n0\r\nX-Trailer: 1\r\n")),
        Cut("length of 2^32 + 5", "RFC 9110 §8.6", Post("Content-Length: 4294967301", "hello")),
        Cut("chunk of 2^32 + 5", "RFC 9112 §7.1", Chunked("100000005\r\nhello\r\n0\r\n\r\n")),
        Cut("chunk of 2^31 + 5", "RFC 9112 §7.1", Chunked("80000005\r\nhello\r\n0\r\n\r\n")),
        Cut("content that holds a request", Rfc, Post("Content-Length: 100", Smuggled)),
        Cut("chunk that holds a request", Rfc, Chunked($"ff\r\n{Smuggled}")),
    ];
}
