namespace LoadBalancer.Presentation.Charting.Drawing;

/// <summary>A bar of a <see cref="BarPictures"/> picture.</summary>
/// <param name="Name">What it stands for: any characters.</param>
/// <param name="Value">Its length.</param>
/// <param name="Text">The value as text.</param>
/// <param name="Class">The colour.</param>
/// <param name="Expected">Where it should end; <see langword="null"/> for no mark.</param>
internal sealed record Bar(string Name, double Value, string Text, string Class, double? Expected = null);
