namespace LoadBalancer.Presentation.Charting.Drawing;

/// <summary>A rectangle.</summary>
internal sealed record RectShape(string Class, double X, double Y, double Width, double Height) : Shape(Class);
