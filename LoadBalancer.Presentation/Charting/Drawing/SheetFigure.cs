namespace LoadBalancer.Presentation.Charting.Drawing;

/// <summary>A figure at the top of a report.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">The figure, with its unit.</param>
/// <param name="Note">An explanation; empty for none.</param>
/// <param name="IsBad">Whether it is about errors, and there are some.</param>
internal sealed record SheetFigure(string Name, string Value, string Note, bool IsBad = false);
