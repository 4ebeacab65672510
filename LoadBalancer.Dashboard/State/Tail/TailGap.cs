using LoadBalancer.Core.Names;

namespace LoadBalancer.Dashboard.State.Tail;

/// <summary>A gateway whose requests are missing.</summary>
/// <param name="Gateway">The gateway.</param>
/// <param name="Kind">Why.</param>
internal readonly record struct TailGap(GatewayId Gateway, TailGapKind Kind);
