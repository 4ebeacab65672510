using System.Collections.Immutable;

namespace LoadBalancer.Presentation.Charting;

/// <summary>A line or a layer of a plot.</summary>
/// <param name="Name">What it shows.</param>
/// <param name="Class">Its style: the names of classes in <c>drawing.css</c>.</param>
/// <param name="Path">Its path; empty if it has no value.</param>
/// <param name="Texts">Its value in each interval, as text.</param>
internal sealed record PlotSeries(string Name, string Class, PlotPath Path, ImmutableArray<string> Texts);
