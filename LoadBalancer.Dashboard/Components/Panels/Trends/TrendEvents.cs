using LoadBalancer.Cluster.Events;
using LoadBalancer.Core.Names;
using LoadBalancer.Dashboard.Charts.Trends;

namespace LoadBalancer.Dashboard.Components.Panels.Trends;

/// <summary>The marks of events above a chart.</summary>
internal static class TrendEvents
{
    /// <summary>Returns the mark of an event: what happened, and to whom.</summary>
    public static TrendEvent Of(ClusterEvent one)
    {
        var (text, _, tone) = Words.Of(one.Kind);
        var whom = one.Server is { } server ? server.Value
            : one.Servers is { } servers ? NameList.Of(servers, one.OtherServers)
            : one.Gateway is { } gateway ? gateway.Value
            : null;
        return new(one.At, whom is null ? text : $"{text}: {whom}", string.Equals(tone, "bad", StringComparison.Ordinal));
    }
}
