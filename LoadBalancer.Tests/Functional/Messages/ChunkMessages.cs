using static LoadBalancer.Tests.Functional.Messages.RequestMessage;
using static LoadBalancer.Tests.Functional.Messages.Wire;

namespace LoadBalancer.Tests.Functional.Messages;

/// <summary>Chunk sizes, and what stands between chunks. For extensions, see <see cref="ChunkExtensionMessages"/>.</summary>
internal static class ChunkMessages
{
    private const string Syntax = "RFC 9112 §7.1";
    private const string Overflow = "RFC 9112 §7.1";
    private const string LineEnd = "RFC 9112 §2.2";

    private static readonly string Long = new('c', 70_000);

    public static readonly RequestMessage[] All =
    [
        Good("no chunk", "0\r\n\r\n", ""),
        Good("one chunk", "5\r\nhello\r\n0\r\n\r\n", "hello"),
        Good("several chunks", "1\r\nh\r\n3\r\nell\r\n1\r\no\r\n0\r\n\r\n", "hello"),
        Good("hexadecimal digits in lower case", "a\r\n0123456789\r\n0\r\n\r\n", "0123456789"),
        Good("hexadecimal digits in upper case", "0A\r\n0123456789\r\n0\r\n\r\n", "0123456789"),
        Good("leading zeros", "0005\r\nhello\r\n0\r\n\r\n", "hello"),
        Good("several zeros at the end", "5\r\nhello\r\n000\r\n\r\n", "hello"),
        Good("a long chunk", $"{Long.Length:x}\r\n{Long}\r\n0\r\n\r\n", Long),
        Good("300 chunks of one byte", $"{string.Concat(Enumerable.Repeat("1\r\nx\r\n", 300))}0\r\n\r\n", new('x', 300)),
        Good("content of line ends", "4\r\n\r\n\r\n\r\n0\r\n\r\n", "\r\n\r\n"),
        Good("content that looks like the end", "5\r\n0\r\n\r\n\r\n0\r\n\r\n", "0\r\n\r\n"),
        Good("content of lone CR and LF", "4\r\n\r\r\n\n\r\n0\r\n\r\n", "\r\r\n\n"),
        Good("content of NUL", "3\r\n\0\0\0\r\n0\r\n\r\n", "\0\0\0"),
        Good("content that looks like a request", $"{Smuggled.Length:x}\r\n{Smuggled}\r\n0\r\n\r\n", Smuggled),

        Bad("empty", Syntax, "\r\nhello\r\n0\r\n\r\n"),
        Bad("with a plus", Syntax, "+5\r\nhello\r\n0\r\n\r\n"),
        Bad("with a minus", Syntax, "-5\r\nhello\r\n0\r\n\r\n"),
        Bad("of minus zero", Syntax, "-0\r\n\r\n"),
        Bad("with a space before it", Syntax, " 5\r\nhello\r\n0\r\n\r\n"),
        Bad("with a space after it", Syntax, "5 \r\nhello\r\n0\r\n\r\n"),
        Bad("with a tab before it", Syntax, "\t5\r\nhello\r\n0\r\n\r\n"),
        Bad("with a tab after it", Syntax, "5\t\r\nhello\r\n0\r\n\r\n"),
        Bad("with a space inside", Syntax, "0 5\r\nhello\r\n0\r\n\r\n"),
        Bad("with 0x", Syntax, "0x5\r\nhello\r\n0\r\n\r\n"),
        Bad("with 0X", Syntax, "0X5\r\nhello\r\n0\r\n\r\n"),
        Bad("with h", Syntax, "5h\r\nhello\r\n0\r\n\r\n"),
        Bad("of a letter that is not a digit", Syntax, "g\r\nhello\r\n0\r\n\r\n"),
        Bad("with an underscore", Syntax, "0_5\r\nhello\r\n0\r\n\r\n"),
        Bad("with a point", Syntax, "5.0\r\nhello\r\n0\r\n\r\n"),
        Bad("with a comma", Syntax, "5,5\r\nhello\r\n0\r\n\r\n"),
        Bad("in quotes", Syntax, "\"5\"\r\nhello\r\n0\r\n\r\n"),
        Bad("with a vertical tab", Syntax, "5\v\r\nhello\r\n0\r\n\r\n"),
        Bad("with NUL", Syntax, "5\0\r\nhello\r\n0\r\n\r\n"),
        Bad("with a byte above 0x7F", Syntax, "5\u00a0\r\nhello\r\n0\r\n\r\n"),
        Bad("of full-width digits", Syntax, "\u00ef\u00bc\u0095\r\nhello\r\n0\r\n\r\n"),
        Bad("of 2^64 + 5", Overflow, "10000000000000005\r\nhello\r\n0\r\n\r\n"),
        Bad("of 2^63", Overflow, "8000000000000000\r\nhello\r\n0\r\n\r\n"),
        Bad("of 2^64 - 1", Overflow, "FFFFFFFFFFFFFFFF\r\nhello\r\n0\r\n\r\n"),
        Bad("of 17 digits", Overflow, "fffffffffffffffff\r\nhello\r\n0\r\n\r\n"),
        Bad("of 20 zeros and a five", Overflow, "000000000000000000005\r\nhello\r\n0\r\n\r\n"),
        Bad("of 64 zeros at the end", Overflow, $"5\r\nhello\r\n{new string('0', 64)}\r\n\r\n"),
        Bad("of 10,000 zeros", Overflow, $"{new string('0', 10_000)}5\r\nhello\r\n0\r\n\r\n"),
        Bad("before LF alone", LineEnd, "5\nhello\r\n0\r\n\r\n"),
        Bad("before CR alone", LineEnd, "5\rhello\r\n0\r\n\r\n"),
        Bad("before CR CR LF", LineEnd, "5\r\r\nhello\r\n0\r\n\r\n"),
        Bad("before LF CR", LineEnd, "5\n\rhello\r\n0\r\n\r\n"),
        Bad("in a second chunk with a sign", Syntax, "5\r\nhello\r\n+5\r\nhello\r\n0\r\n\r\n"),
        Bad("in a second chunk before LF alone", LineEnd, "5\r\nhello\r\n5\nhello\r\n0\r\n\r\n"),
        Bad("at the end with a letter", Syntax, "5\r\nhello\r\n0x\r\n\r\n"),
        Bad("at the end before LF alone", LineEnd, "5\r\nhello\r\n0\n\r\n"),
        Bad("at the end, its empty line LF alone", LineEnd, "5\r\nhello\r\n0\r\n\n"),
        Bad("at the end, both lines LF alone", LineEnd, "5\r\nhello\r\n0\n\n"),
        Bad("at the end before CR CR LF", LineEnd, "5\r\nhello\r\n0\r\r\n\r\n"),
        Bad("at the end, its empty line CR CR LF", LineEnd, "5\r\nhello\r\n0\r\n\r\r\n"),

        BrokenOff("chunk without a line end", Syntax, Chunked("5\r\nhello0\r\n\r\n")),
        BrokenOff("chunk before LF alone", LineEnd, Chunked("5\r\nhello\n0\r\n\r\n")),
        BrokenOff("chunk before CR alone", LineEnd, Chunked("5\r\nhello\r0\r\n\r\n")),
        BrokenOff("chunk before CR CR LF", LineEnd, Chunked("5\r\nhello\r\r\n0\r\n\r\n")),
        BrokenOff("chunk before two other bytes", Syntax, Chunked("5\r\nhelloXX0\r\n\r\n")),
        BrokenOff("chunk longer than its size", Syntax, Chunked("5\r\nhello!\r\n0\r\n\r\n")),
        BrokenOff("chunk much longer than its size", Syntax, Chunked($"5\r\nhello{Smuggled}\r\n0\r\n\r\n")),
        BrokenOff("chunk shorter than its size", Syntax, Chunked("5\r\nhell\r\n0\r\n\r\n")),
        BrokenOff("chunk before two line ends", Syntax, Chunked("5\r\nhello\r\n\r\n0\r\n\r\n")),
        BrokenOff("content that is not chunked", Syntax, Chunked("hello, world\r\n\r\n")),
        BrokenOff("request where a chunk should be", Syntax, Chunked(Smuggled)),
        BrokenOff("chunk of a GET with a sign", Syntax, $"{Get("Transfer-Encoding: chunked")}+0\r\n\r\n"),
    ];

    private static RequestMessage Good(string what, string chunks, string body) =>
        Accepted($"chunks: {what}", Syntax, Chunked(chunks), SeenPost(body));

    private static RequestMessage Bad(string what, string rfc, string chunks) =>
        BrokenOff($"chunk's size {what}", rfc, Chunked(chunks));
}
