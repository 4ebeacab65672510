using System.CommandLine;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;
using LoadBalancer.Simulator.CommandLine;

namespace LoadBalancer.Simulator.Placing;

/// <summary><c>place</c>: reads keys from standard input, one per line, and writes the server of each.</summary>
internal static class PlaceCommand
{
    public static Command Create(Stream input, Stream output)
    {
        var algorithm = new AlgorithmOption("--algorithm", PlacementAlgorithm.Ring, "Placement algorithm");
        var servers = new Option<string>("--servers")
        {
            Description = "Servers: id[=weight],… with weights from 1 to 1000 (default 100). For Ketama, ids are server names as in nginx, "
                + "such as 10.0.0.1:8080, and a weight of 100 corresponds to 1 in nginx.",
            Required = true,
        };
        var candidates = new IntegerOption(
            "--candidates", 1, 1, ServerRules.MaxServers, "Number of servers to print for each key, in order of preference.");
        var command = new Command("place", "Reads keys from standard input, one per line, "
            + "and prints key<TAB>server.") { algorithm, servers, candidates };
        command.SetAction(async (parsed, token) =>
        {
            var chosen = parsed.GetValue(algorithm)!.Value;
            var members = ServerList.Parse(parsed.GetValue(servers)!, chosen);
            var count = parsed.GetValue(candidates);
            if (count > members.Length)
            {
                throw new FormatException(
                    $"The number '{count}' is not allowed: {candidates.Name} must be 1 to {members.Length}, the number of servers.");
            }

            var placer = new KeyPlacer(Placement.Build(chosen, members), count);
            return await placer.RunAsync(input, output, token)
                ? ExitCodes.Success
                : throw new FormatException("No keys: standard input is empty. Pass one key per line.");
        });
        return command;
    }
}
