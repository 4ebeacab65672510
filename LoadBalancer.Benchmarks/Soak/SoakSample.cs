using System.Globalization;

namespace LoadBalancer.Benchmarks.Soak;

/// <summary>The resource usage of a gateway process at one moment, after a full garbage collection.</summary>
/// <param name="Seconds">Seconds since the process started.</param>
/// <param name="Resident">Resident memory, in MiB.</param>
/// <param name="Heap">Live objects on the managed heap, in MiB.</param>
/// <param name="Handles">The number of open files and sockets.</param>
/// <param name="Threads">The number of threads.</param>
/// <param name="Unobserved">The number of unobserved task exceptions since the start.</param>
/// <param name="Thrown">The number of exceptions thrown since the start.</param>
internal sealed record SoakSample(double Seconds, double Resident, double Heap, int Handles, int Threads, int Unobserved, long Thrown)
{
    private const string Prefix = "sample ";

    /// <summary>Returns a line that <see cref="TryParse"/> reads.</summary>
    public string ToLine() => string.Create(
        CultureInfo.InvariantCulture, $"{Prefix}{Seconds:0.0} {Resident:0.0} {Heap:0.00} {Handles} {Threads} {Unobserved} {Thrown}");

    public static bool TryParse(string? line, out SoakSample sample)
    {
        sample = new(0, 0, 0, 0, 0, 0, 0);
        if (line?.StartsWith(Prefix, StringComparison.Ordinal) != true)
        {
            return false;
        }

        var parts = line[Prefix.Length..].Split(' ');
        sample = new(Double(parts[0]), Double(parts[1]), Double(parts[2]), Int(parts[3]), Int(parts[4]), Int(parts[5]), Int(parts[6]));
        return true;
    }

    private static double Double(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static int Int(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
