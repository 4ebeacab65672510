namespace LoadBalancer.Presentation.Charting.Drawing;

/// <summary>
/// A part of a <see cref="Picture"/>. Heights are in pixels from the top; positions from left to right are parts of the plot's width.
/// </summary>
/// <param name="Class">Its style: the names of classes in <c>drawing.css</c>.</param>
internal abstract record Shape(string Class);
