using System.Collections.Immutable;

namespace LoadBalancer.Presentation.Charting.Drawing;

/// <summary>A picture with its title and legend: the same on a page, in a report, and in a file.</summary>
/// <param name="Title">What it shows, with the unit.</param>
/// <param name="Legend">The legend; empty if there is nothing to tell apart.</param>
/// <param name="Picture">The picture.</param>
internal sealed record Chart(string Title, ImmutableArray<LegendItem> Legend, Picture Picture)
{
    /// <summary>An explanation beside the title; empty for none.</summary>
    public string Note { get; init; } = "";
}
