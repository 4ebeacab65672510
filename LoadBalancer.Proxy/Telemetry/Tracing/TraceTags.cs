using System.Collections.Immutable;
using LoadBalancer.Core.Failover;
using LoadBalancer.Core.Failures;
using LoadBalancer.Core.Selection;

namespace LoadBalancer.Proxy.Telemetry.Tracing;

/// <summary>The names that spans use: OpenTelemetry's semantic conventions for HTTP (stable), and the gateway's own.</summary>
internal static class TraceTags
{
    public const string Method = "http.request.method";
    public const string OriginalMethod = "http.request.method_original";
    public const string ResendCount = "http.request.resend_count";
    public const string Status = "http.response.status_code";
    public const string Version = "network.protocol.version";
    public const string Path = "url.path";
    public const string Scheme = "url.scheme";
    public const string FullUrl = "url.full";
    public const string Address = "server.address";
    public const string Port = "server.port";
    public const string UserAgent = "user_agent.original";
    public const string Error = "error.type";
    public const string ErrorMessage = "error.message";
    public const string Server = "loadbalancer.server.id";
    public const string Reason = "loadbalancer.selection.reason";
    public const string Tries = "loadbalancer.tries";
    public const string Outcome = "loadbalancer.outcome";

    /// <summary>The event of an attempt without a response.</summary>
    public const string TryFailed = "loadbalancer.try_failed";

    private static readonly ImmutableArray<string> Reasons = [.. Enum.GetNames<SelectionReason>()];
    private static readonly ImmutableArray<string> Outcomes = [.. Enum.GetNames<AttemptOutcome>()];

    public static string NameOf(SelectionReason reason) => Reasons[(int)reason];

    public static string NameOf(AttemptOutcome outcome) => Outcomes[(int)outcome];

    /// <summary>Returns the cause of a failure; the outcome if the client is the cause.</summary>
    public static string ErrorOf(AttemptOutcome outcome, Failure failure) =>
        failure.IsNone ? NameOf(outcome) : FailureCauses.NameOf(failure.Cause);
}
