namespace LoadBalancer.Presentation.Charting.Drawing;

/// <summary>Where the shapes of a picture are on a sheet.</summary>
/// <param name="Left">The left end of the plot, in pixels from that of the sheet.</param>
/// <param name="Top">The top of the picture, in pixels from that of the sheet.</param>
/// <param name="Width">The width of the plot, in pixels.</param>
internal readonly record struct PicturePlace(double Left, double Top, double Width)
{
    public static PicturePlace On(Picture picture, double top) =>
        new(Sheet.Margin + picture.Left, top, Sheet.Inner - picture.Left - picture.Right);

    public double X(double part) => Left + (part * Width);

    public double Y(double y) => Top + y;

    /// <summary>Returns SVG's path data.</summary>
    public string PathOf(PathShape shape) => shape.Path.In(Width, shape.Height, Left, Top + shape.Top);
}
