using System.Collections.Immutable;
using LoadBalancer.Presentation;

namespace LoadBalancer.Dashboard.Charts.Trends;

/// <summary>Lines with one axis of values.</summary>
/// <param name="Title">What the values are, with their unit.</param>
/// <param name="Axis">The axis of values.</param>
/// <param name="Ticks">The texts of the ticks of <paramref name="Axis"/>.</param>
/// <param name="Series">The lines.</param>
internal sealed record Trend(string Title, ValueAxis Axis, ImmutableArray<string> Ticks, ImmutableArray<TrendSeries> Series);
