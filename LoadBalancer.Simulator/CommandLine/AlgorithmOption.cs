using System.CommandLine;
using System.CommandLine.Parsing;
using LoadBalancer.Core.Hashing;

namespace LoadBalancer.Simulator.CommandLine;

/// <summary>An option that takes the name of a placement algorithm, ignoring case.</summary>
internal sealed class AlgorithmOption : Option<PlacementAlgorithm?>
{
    private static readonly string[] Algorithms = Enum.GetNames<PlacementAlgorithm>();

    public AlgorithmOption(string name, PlacementAlgorithm? fallback, string description)
        : base(name)
    {
        Description = $"{description}: {string.Join(", ", Algorithms)}.";
        DefaultValueFactory = _ => fallback;
        CustomParser = ParseName;
        CompletionSources.Add(Algorithms);
    }

    private PlacementAlgorithm? ParseName(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (Algorithms.Contains(text, StringComparer.OrdinalIgnoreCase))
        {
            return Enum.Parse<PlacementAlgorithm>(text, ignoreCase: true);
        }

        result.AddError($"Unknown algorithm '{text}': {Name} must be one of {string.Join(", ", Algorithms)}.");
        return null;
    }
}
