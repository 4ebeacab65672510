using System.Globalization;
using LoadBalancer.Cluster.Checks;
using LoadBalancer.Cluster.Health;
using LoadBalancer.Core.Failures;
using LoadBalancer.Presentation;

namespace LoadBalancer.Dashboard.Components;

/// <summary>The texts for the last check of a server.</summary>
internal static class CheckText
{
    /// <summary>Returns what was asked and received, how long it took, when, and by whom.</summary>
    /// <param name="check">The check.</param>
    /// <param name="now">The store's time.</param>
    public static string Of(ServerCheck check, DateTimeOffset now) =>
        $"{Request(check.Probe)} → {Result(check)}, {Figures.Latency(check.Probe.Duration)}, "
        + $"{Figures.Age(now > check.At ? now - check.At : TimeSpan.Zero)} ago by {check.Gateway}";

    /// <summary>Returns what was asked and received, and how long it took.</summary>
    public static string Of(ProbeDetails probe) => (probe.Method, probe.Status) switch
    {
        (ProbeDetails.Tcp, _) => $"{Request(probe)}, {Figures.Latency(probe.Duration)}",
        (_, { } status) => $"{Request(probe)} → {status}, {Figures.Latency(probe.Duration)}",
        _ => $"{Request(probe)} → no response, {Figures.Latency(probe.Duration)}",
    };

    private static string Request(ProbeDetails probe) => probe.Method == ProbeDetails.Tcp ? "TCP connection"
        : Uri.TryCreate(probe.Url, UriKind.Absolute, out var url) ? $"{probe.Method} {url.AbsolutePath}"
        : $"{probe.Method} {probe.Url}";

    /// <summary>The status if it says all, and otherwise the cause.</summary>
    private static string Result(ServerCheck check)
    {
        var status = check.Probe.Status?.ToString(CultureInfo.InvariantCulture);
        return (status, check.Cause) switch
        {
            (null, null) => "open",
            (null, { } cause) => FailureTexts.Of(cause),
            (_, null) => status,
            (_, { } cause) => cause == FailureCauses.NameOf(FailureCause.UnexpectedStatus) ? status : $"{status}, {FailureTexts.Of(cause)}",
        };
    }
}
