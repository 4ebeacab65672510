namespace LoadBalancer.Presentation.Charting.Drawing;

/// <summary>A straight line.</summary>
internal sealed record LineShape(string Class, double X1, double Y1, double X2, double Y2) : Shape(Class);
