namespace LoadBalancer.Simulator.Output;

/// <summary>Draws shares as bars of characters.</summary>
internal static class ShareBar
{
    /// <summary>The length of the longest bar.</summary>
    public const int Length = 24;

    private const string Eighths = " ▏▎▍▌▋▊▉█";

    /// <summary>Returns a bar; the bar of the greatest share has the full length.</summary>
    /// <param name="share">The share.</param>
    /// <param name="greatest">The greatest share.</param>
    /// <param name="isUnicode">Whether the terminal shows block characters.</param>
    public static string Of(double share, double greatest, bool isUnicode)
    {
        if (greatest <= 0)
        {
            return "";
        }

        var length = share / greatest * Length;
        if (!isUnicode)
        {
            return new('#', (int)Math.Round(length));
        }

        var eighths = (int)Math.Round(length * 8);
        return (new string('█', eighths / 8) + Eighths[eighths % 8]).TrimEnd();
    }
}
