using System.Text.Json;

namespace LoadBalancer.Simulator.Clusters.Scenarios;

/// <summary>Reads scenarios: from files, or built-in ones by name.</summary>
internal static class ScenarioReader
{
    private const string Folder = "Scenarios/";
    private const string Extension = ".json";

    /// <summary>The names of the built-in scenarios, in order.</summary>
    public static IReadOnlyList<string> Shipped { get; } =
    [
        .. typeof(ScenarioReader).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Select(name => name[Folder.Length..^Extension.Length])
            .Order(StringComparer.Ordinal),
    ];

    /// <exception cref="FormatException">The scenario does not exist or is invalid; the message is one line for the user.</exception>
    public static async Task<Scenario> ReadAsync(string nameOrPath, CancellationToken token)
    {
        if (Shipped.Contains(nameOrPath, StringComparer.Ordinal))
        {
            await using var shipped = typeof(ScenarioReader).Assembly.GetManifestResourceStream($"{Folder}{nameOrPath}{Extension}")!;
            using var reader = new StreamReader(shipped);
            return Parse(nameOrPath, await reader.ReadToEndAsync(token));
        }

        return File.Exists(nameOrPath)
            ? Parse(nameOrPath, await File.ReadAllTextAsync(nameOrPath, token))
            : throw new FormatException($"Unknown scenario '{nameOrPath}': specify a file or one of {string.Join(", ", Shipped)}.");
    }

    public static Scenario Parse(string name, string text)
    {
        Scenario? scenario;
        try
        {
            scenario = JsonSerializer.Deserialize<Scenario>(text, ScenarioJson.Options);
        }
        catch (JsonException broken)
        {
            throw new FormatException($"{name}: {broken.Message}", broken);
        }

        var problems = scenario is null ? ["A scenario must be a JSON object."] : ScenarioCheck.Of(scenario).ToList();
        return problems.Count == 0
            ? scenario!
            : throw new FormatException($"{name}: {string.Join(' ', problems)}");
    }
}
