namespace LoadBalancer.Dashboard.Charts;

/// <summary>A point in the drawing of the circle, whose centre is at 0, 0.</summary>
internal readonly record struct CirclePoint(double X, double Y)
{
    /// <summary>Returns the point of a hash: 0 is at the top, greater ones follow clockwise.</summary>
    public static CirclePoint Of(ulong hash, double radius) => Of(hash / (double)ulong.MaxValue, radius);

    /// <summary>Returns the point at a fraction of the circumference, clockwise from the top.</summary>
    public static CirclePoint Of(double part, double radius)
    {
        var (sine, cosine) = Math.SinCos(part * 2 * Math.PI);
        return new(radius * sine, -radius * cosine);
    }
}
