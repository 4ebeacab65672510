using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Simulator.Placing;

/// <summary><c>place</c>: reads keys from standard input, one a line, and writes where each belongs.</summary>
internal static class PlaceCommand
{
    private static readonly string[] Algorithms = Enum.GetNames<PlacementAlgorithm>();

    public static Command Create(Stream input, Stream output)
    {
        var algorithm = new Option<PlacementAlgorithm>("--algorithm")
        {
            Description = $"How keys are placed: {string.Join(", ", Algorithms)}.",
            DefaultValueFactory = _ => PlacementAlgorithm.Ring,
            CustomParser = ParseAlgorithm,
        };
        var servers = new Option<string>("--servers")
        {
            Description = "The servers: id[=weight],… with weights of 1 to 1000, by default 100. For Ketama the ids are nginx's names, such as 10.0.0.1:8080, and 100 is nginx's weight of 1.",
            Required = true,
        };
        var candidates = new Option<int>("--candidates")
        {
            Description = "How many servers to write for each key, in order of preference.",
            DefaultValueFactory = _ => 1,
            CustomParser = ParseCandidates,
        };
        var command = new Command("place", "Reads keys from standard input, one a line, and writes key<TAB>server.") { algorithm, servers, candidates };
        command.SetAction(async (parsed, token) =>
        {
            var members = ServerList.Parse(parsed.GetValue(servers)!, parsed.GetValue(algorithm));
            var placer = new KeyPlacer(Placement.Build(parsed.GetValue(algorithm), members), parsed.GetValue(candidates));
            await placer.RunAsync(input, output, token);
            return 0;
        });
        return command;
    }

    private static PlacementAlgorithm ParseAlgorithm(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (Algorithms.Contains(text, StringComparer.OrdinalIgnoreCase))
        {
            return Enum.Parse<PlacementAlgorithm>(text, ignoreCase: true);
        }

        result.AddError($"The algorithm '{text}' is not known: --algorithm must be one of {string.Join(", ", Algorithms)}.");
        return default;
    }

    private static int ParseCandidates(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= ServerRules.MaxServers)
        {
            return count;
        }

        result.AddError($"The number '{text}' is not allowed: --candidates must be 1 to {ServerRules.MaxServers}.");
        return default;
    }
}
