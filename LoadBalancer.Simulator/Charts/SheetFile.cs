using System.Text;
using LoadBalancer.Presentation.Charting.Drawing;
using LoadBalancer.Presentation.Charting.Styles;

namespace LoadBalancer.Simulator.Charts;

/// <summary>Writes a sheet in the format that the extension of a file name selects.</summary>
internal static class SheetFile
{
    /// <summary>The extensions of the formats.</summary>
    public static readonly IReadOnlyList<string> Extensions = [".png", ".svg"];

    public static bool Has(string path, string extension) =>
        string.Equals(Path.GetExtension(path), extension, StringComparison.OrdinalIgnoreCase);

    public static byte[] Write(string path, Sheet sheet) =>
        Has(path, ".png") ? SheetPng.Write(sheet) : Encoding.UTF8.GetBytes(SheetSvg.Write(sheet));
}
