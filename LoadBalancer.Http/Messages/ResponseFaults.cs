using System.Collections.Immutable;
using LoadBalancer.Http.Chunks;
using LoadBalancer.Http.Headers;

namespace LoadBalancer.Http.Messages;

/// <summary>The words for <see cref="ResponseFault"/>, and the faults of bodies.</summary>
internal static class ResponseFaults
{
    private static readonly ImmutableArray<string> Words = [.. Enum.GetValues<ResponseFault>().Select(Describe)];

    /// <summary>Returns what is wrong with the response, as a noun phrase. O(1); does not allocate.</summary>
    public static string WordsFor(ResponseFault fault) => Words[(int)fault];

    /// <summary>Returns why the rest of a response's body cannot be read.</summary>
    public static ResponseFault Of(ContentDecoder decoder) => decoder.MessageError switch
    {
        MessageError.None => ResponseFault.None,
        MessageError.LineEnd => ResponseFault.LineEnd,
        MessageError.Chunk => decoder.IsAtChunkSize ? ResponseFault.ChunkSize : ResponseFault.ChunkEnd,
        _ => decoder.AreTrailersTooLarge ? ResponseFault.TrailersTooLarge : ResponseFault.Trailer,
    };

    private static string Describe(ResponseFault fault) => fault switch
    {
        ResponseFault.None => "",
        ResponseFault.Protocol => "bytes that are not HTTP/1.1",
        ResponseFault.StatusLine => "a malformed status line",
        ResponseFault.LineEnd => "a line that does not end in CR LF",
        ResponseFault.FieldName => "a header name that is not a token",
        ResponseFault.FieldValue => "a control character in a header",
        ResponseFault.HeadTooLarge => "a head that is larger than allowed",
        ResponseFault.ContentLength => "a Content-Length that is not a number",
        ResponseFault.TwoContentLengths => "two Content-Length fields",
        ResponseFault.TransferEncoding => "a Transfer-Encoding other than chunked",
        ResponseFault.LengthAndCoding => "both Content-Length and Transfer-Encoding",
        ResponseFault.InterimContent => "an interim response with content",
        ResponseFault.SwitchingProtocols => "101 without an upgrade request",
        ResponseFault.ChunkSize => "a chunk size that is not a number",
        ResponseFault.ChunkEnd => "a chunk that is longer than its size",
        ResponseFault.Trailer => "a malformed trailer field",
        ResponseFault.TrailersTooLarge => "a trailer section that is larger than allowed",
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, message: null),
    };
}
