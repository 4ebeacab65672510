using System.Text;
using LoadBalancer.Http.Headers;
using LoadBalancer.Tests.Functional.Messages;

namespace LoadBalancer.Tests.Fuzzing;

/// <summary>Compares the request that a server received with the one that a client sent.</summary>
internal static class ForwardedRequest
{
    /// <summary>
    /// Fields that apply to one hop only or that the gateway sets itself; whether the gateway adds them does not matter here.
    /// </summary>
    private static readonly HashSet<string> NotCompared = new(
        [
            "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Authentication-Info", "TE",
            "Upgrade", "HTTP2-Settings", "Transfer-Encoding", "Via", "Max-Forwards",
        ],
        StringComparer.OrdinalIgnoreCase);

    public static bool IsSame(RecordedRequest read, PlainRequest sent)
    {
        var named = sent.ValuesOf("Connection")
            .SelectMany(value => value.Split(','))
            .Select(name => name.Trim())
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        named.ExceptWith(["Host", "Content-Length"]);
        return string.Equals(read.Method, sent.Method, StringComparison.Ordinal)
            && string.Equals(read.Target, sent.Target, StringComparison.Ordinal)
            && string.Equals(read.Body, sent.Body, StringComparison.Ordinal)
            && read.Trailers.SequenceEqual(sent.Trailers.Select(Text), StringComparer.Ordinal)
            && read.Fields.Where(field => IsCompared(field.Split(':')[0], named))
                .SequenceEqual(sent.Fields.Where(field => IsCompared(field.Name, named)).Select(Text), StringComparer.Ordinal);
    }

    /// <summary>
    /// Compares the requests, but no header fields other than Host: a request that is not relayed byte for byte is rebuilt.
    /// </summary>
    public static bool IsSameMessage(RecordedRequest read, PlainRequest sent) =>
        string.Equals(read.Method, sent.Method, StringComparison.Ordinal)
        && string.Equals(read.Target, sent.Target, StringComparison.Ordinal)
        && string.Equals(read.Body, sent.Body, StringComparison.Ordinal)
        && (sent.ValuesOf("Host") is not [var host]
            || read.ValuesOf("Host") is [var same] && string.Equals(host, same, StringComparison.OrdinalIgnoreCase));

    private static bool IsCompared(string name, HashSet<string> named) =>
        !NotCompared.Contains(name)
        && !named.Contains(name)
        && !HeaderKinds.IdentifiesClient(HeaderKinds.Of(Encoding.ASCII.GetBytes(name)));

    private static string Text((string Name, string Value) field) => $"{field.Name}: {field.Value}";
}
