using System.Collections.Frozen;
using LoadBalancer.Core.Failures;

namespace LoadBalancer.Dashboard.Components;

/// <summary>
/// The words for what went wrong between a gateway and a server. Logs, metrics and the API have the names of
/// <see cref="FailureCauses"/>; those of a later build are shown as they are. Pure functions, thread-safe.
/// </summary>
internal static class FailureTexts
{
    private const string Separator = ": ";

    private static readonly string UnexpectedStatus = FailureCauses.NameOf(FailureCause.UnexpectedStatus);
    private static readonly string DetailOfStatus = Failure.OfStatus(0).Detail![..^1];

    private static readonly FrozenDictionary<string, string> Texts =
        Enum.GetValues<FailureCause>().ToFrozenDictionary(FailureCauses.NameOf, TextOf, StringComparer.Ordinal);

    /// <summary>Returns a cause and its details in words.</summary>
    /// <param name="cause">The name of the cause.</param>
    /// <param name="detail">What exactly, in words.</param>
    public static string Of(string cause, string? detail = null) => detail is null ? Texts.GetValueOrDefault(cause, cause)
        : IsOfStatus(cause, detail) ? $"status {detail[DetailOfStatus.Length..]}"
        : $"{Texts.GetValueOrDefault(cause, cause)}: {detail}";

    /// <summary>Returns the text of a <see cref="Failure"/>, which begins with the name of the cause, in words.</summary>
    public static string OfText(string failure)
    {
        var (cause, detail) = Parse(failure);
        return cause is null ? failure : Of(cause, detail);
    }

    /// <summary>Returns the name of the cause that the text of a <see cref="Failure"/> begins with, and the details behind it.</summary>
    public static (string? Cause, string? Detail) Parse(string failure)
    {
        var end = failure.IndexOf(Separator, StringComparison.Ordinal);
        var cause = end < 0 ? failure : failure[..end];
        return !Texts.ContainsKey(cause) ? (null, failure) : (cause, end < 0 ? null : failure[(end + Separator.Length)..]);
    }

    private static bool IsOfStatus(string cause, string detail) =>
        cause == UnexpectedStatus && detail.StartsWith(DetailOfStatus, StringComparison.Ordinal);

    private static string TextOf(FailureCause cause) => cause switch
    {
        FailureCause.None => "no failure",
        FailureCause.DnsTimeout => "name not resolved in time",
        FailureCause.DnsError => "name not resolved",
        FailureCause.DestinationUnavailable => "server draining or removed",
        FailureCause.DestinationIpUnroutable => "no route to the server",
        FailureCause.ConnectionRefused => "connection refused",
        FailureCause.ConnectionTerminated => "connection closed before a response",
        FailureCause.ConnectionTimeout => "no connection in time",
        FailureCause.ConnectionReadTimeout => "response stalled",
        FailureCause.ConnectionWriteTimeout => "server stopped reading the request",
        FailureCause.TlsProtocolError => "TLS failed",
        FailureCause.TlsCertificateError => "certificate not accepted",
        FailureCause.TlsAlertReceived => "TLS alert from the server",
        FailureCause.HttpResponseIncomplete => "response ended early",
        FailureCause.HttpResponseHeaderSectionSize => "response headers too large",
        FailureCause.HttpResponseTrailerSectionSize => "response trailers too large",
        FailureCause.HttpResponseTransferCoding => "response not decodable",
        FailureCause.HttpResponseTimeout => "no response in time",
        FailureCause.HttpUpgradeFailed => "upgrade refused by the server",
        FailureCause.HttpProtocolError => "invalid HTTP response",
        FailureCause.ProxyInternalError => "gateway out of ports or files, or stopping",
        FailureCause.RequestRefused => "request not processed by the server",
        FailureCause.UnexpectedStatus => "unexpected status",
        FailureCause.AnotherServer => "a different server responded",
        _ => FailureCauses.NameOf(cause),
    };
}
