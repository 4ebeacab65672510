using System.Globalization;
using System.Text.RegularExpressions;

namespace LoadBalancer.Tests.Support;

/// <summary>Samples in the Prometheus text format.</summary>
internal sealed partial class PrometheusText
{
    private readonly (string Name, IReadOnlyDictionary<string, string> Labels, double Value)[] _samples;

    private PrometheusText((string, IReadOnlyDictionary<string, string>, double)[] samples) => _samples = samples;

    /// <summary>The names of the samples.</summary>
    public IReadOnlySet<string> Names => _samples.Select(sample => sample.Name).ToHashSet(StringComparer.Ordinal);

    /// <exception>A line is not valid in the format.</exception>
    public static PrometheusText Parse(string text) => new([
        .. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith('#')).Select(Sample)]);

    /// <summary>Returns the value of the only sample with this name and these labels.</summary>
    public double Value(string name, params (string Name, string Value)[] labels) => Assert.Single(Values(name, labels));

    /// <summary>Returns the values of all samples with this name and these labels.</summary>
    public double[] Values(string name, params (string Name, string Value)[] labels) =>
    [
        .. _samples
            .Where(sample => string.Equals(sample.Name, name, StringComparison.Ordinal)
                && labels.All(label => string.Equals(sample.Labels.GetValueOrDefault(label.Name), label.Value, StringComparison.Ordinal)))
            .Select(sample => sample.Value),
    ];

    private static (string Name, IReadOnlyDictionary<string, string> Labels, double Value) Sample(string line)
    {
        if (SampleLine().Match(line) is not { Success: true } match)
        {
            throw new FormatException($"No sample: {line}");
        }

        var labels = LabelPair()
            .Matches(match.Groups["labels"].Value)
            .ToDictionary(label => label.Groups[1].Value, label => label.Groups[2].Value, StringComparer.Ordinal);
        var value = match.Groups["value"].Value is "+Inf"
            ? double.PositiveInfinity
            : double.Parse(match.Groups["value"].Value, CultureInfo.InvariantCulture);
        return (match.Groups["name"].Value, labels, value);
    }

    [GeneratedRegex(
        @"^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?<labels>([a-zA-Z_][a-zA-Z0-9_]*=""([^""\\]|\\.)*"",?)*)\})? (?<value>\S+)( \d+)?$",
        RegexOptions.ExplicitCapture,
        1_000)]
    private static partial Regex SampleLine();

#pragma warning disable MA0023 // The pattern has two groups, which are read by number.
    [GeneratedRegex(@"([a-zA-Z_][a-zA-Z0-9_]*)=""((?:[^""\\]|\\.)*)""", RegexOptions.None, 1_000)]
    private static partial Regex LabelPair();
#pragma warning restore MA0023
}
