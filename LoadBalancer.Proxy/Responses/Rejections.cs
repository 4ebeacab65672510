using System.Collections.Immutable;
using System.Diagnostics;

namespace LoadBalancer.Proxy.Responses;

/// <summary>
/// The number of rejected requests and connections, by reason, since the gateway started. Thread-safe, O(1), without allocation.
/// </summary>
internal sealed class Rejections
{
    /// <summary>All reasons.</summary>
    public static readonly ImmutableArray<RejectionReason> Reasons = [.. Enum.GetValues<RejectionReason>()];

    private readonly long[] _counts = new long[Reasons.Length];

    /// <summary>The number for all reasons together.</summary>
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

    public long Of(RejectionReason reason) => Volatile.Read(ref _counts[(int)reason]);

    public void Add(RejectionReason reason) => Interlocked.Increment(ref _counts[(int)reason]);

    /// <summary>Returns the name of a reason in metrics and logs.</summary>
    public static string NameOf(RejectionReason reason) => reason switch
    {
        RejectionReason.Malformed => "malformed",
        RejectionReason.HeadTimeout => "head-timeout",
        RejectionReason.HeadSize => "head-size",
        RejectionReason.Target => "target",
        RejectionReason.BodySize => "body-size",
        RejectionReason.BodyRate => "body-rate",
        RejectionReason.ResponseRate => "answer-rate",
        RejectionReason.RequestTimeout => "request-timeout",
        RejectionReason.Connections => "connections",
        RejectionReason.ConnectionsPerClient => "connections-per-client",
        RejectionReason.Rate => "rate",
        RejectionReason.Overload => "overload",
        RejectionReason.Http2Resets => "http2-resets",
        RejectionReason.ProxyProtocol => "proxy-protocol",
        RejectionReason.Tls => "tls",
        _ => throw new UnreachableException($"{reason}"),
    };
}
