using System.Collections.Immutable;

namespace LoadBalancer.Dashboard.Charts.Trends;

/// <summary>A line of a trend.</summary>
/// <param name="Name">What it shows.</param>
/// <param name="Line">
/// Its path in SVG, in units of <see cref="TrendChart"/>, with gaps where values are absent; empty if it has no value.
/// </param>
/// <param name="Texts">Its value in each interval, as text.</param>
internal sealed record TrendSeries(string Name, string Line, ImmutableArray<string> Texts);
