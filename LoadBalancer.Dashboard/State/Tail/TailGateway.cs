using System.Collections.Immutable;

namespace LoadBalancer.Dashboard.State.Tail;

/// <summary>What a gateway sent last. Immutable.</summary>
/// <param name="At">When it arrived.</param>
/// <param name="IsReadable">Whether this version can read it.</param>
/// <param name="Filters">The texts of the filters that it applies.</param>
internal sealed record TailGateway(DateTimeOffset At, bool IsReadable, ImmutableArray<string> Filters);
