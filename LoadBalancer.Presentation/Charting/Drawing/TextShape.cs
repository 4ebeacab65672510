namespace LoadBalancer.Presentation.Charting.Drawing;

/// <summary>A line of text.</summary>
/// <param name="Class">Its style.</param>
/// <param name="X">The position, a part of the plot's width.</param>
/// <param name="Offset">How far the text is to the right of <paramref name="X"/>, in pixels.</param>
/// <param name="Y">The base line.</param>
/// <param name="Text">The text: any characters.</param>
/// <param name="Anchor">The part of the text that is at the position.</param>
internal sealed record TextShape(string Class, double X, double Offset, double Y, string Text, TextAnchor Anchor) : Shape(Class);
