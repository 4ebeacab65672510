using System.Collections.Immutable;
using System.Diagnostics;
using LoadBalancer.Cluster.Exchange;

namespace LoadBalancer.Proxy.Responses;

/// <summary>How many requests and connections were refused, by reason, since the gateway started. Thread-safe, O(1), without allocation.</summary>
internal sealed class Refusals : IRejectionCount
{
    /// <summary>All reasons.</summary>
    public static readonly ImmutableArray<RefusalReason> Reasons = [.. Enum.GetValues<RefusalReason>()];

    private readonly long[] _counts = new long[Reasons.Length];

    /// <summary>Of all reasons together.</summary>
    public long Total
    {
        get
        {
            var total = 0L;
            foreach (var reason in Reasons)
            {
                total += Of(reason);
            }

            return total;
        }
    }

    public long Of(RefusalReason reason) => Volatile.Read(ref _counts[(int)reason]);

    public void Add(RefusalReason reason) => Interlocked.Increment(ref _counts[(int)reason]);

    /// <summary>A reason's name in metrics and logs.</summary>
    public static string NameOf(RefusalReason reason) => reason switch
    {
        RefusalReason.Malformed => "malformed",
        RefusalReason.HeadTimeout => "head-timeout",
        RefusalReason.HeadSize => "head-size",
        RefusalReason.Target => "target",
        RefusalReason.BodySize => "body-size",
        RefusalReason.BodyRate => "body-rate",
        RefusalReason.AnswerRate => "answer-rate",
        RefusalReason.RequestTimeout => "request-timeout",
        RefusalReason.Connections => "connections",
        RefusalReason.ConnectionsPerClient => "connections-per-client",
        RefusalReason.Rate => "rate",
        RefusalReason.Overload => "overload",
        RefusalReason.Http2Resets => "http2-resets",
        RefusalReason.ProxyProtocol => "proxy-protocol",
        RefusalReason.Tls => "tls",
        _ => throw new UnreachableException($"{reason}"),
    };
}
