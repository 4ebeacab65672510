using System.CommandLine;
using System.CommandLine.Parsing;
using LoadBalancer.Cluster.Settings;

namespace LoadBalancer.AppHost.CommandLine;

/// <summary>Describes each problem with the arguments in one line that names the argument, its value and what is allowed.</summary>
internal static class ArgumentProblems
{
    public static IEnumerable<string> Describe(Command command, ParseResult result)
    {
        var known = string.Join(", ", command.Options.Select(option => option.Name));

        return WithoutValues(result.UnmatchedTokens)
            .Select(token => Describe(result, token, known))
            .Concat(result.Errors.Select(error => Describe(error)).OfType<string>());
    }

    public static string MissingValue(string name, IArgumentRule rule) => $"{name} requires a value: {rule.Allowed}.";

    /// <summary>Drops the token after an unknown name: it is the value of that name, not a problem of its own.</summary>
    private static IEnumerable<string> WithoutValues(IReadOnlyList<string> tokens) =>
        tokens.Where((token, i) => IsName(token) || i == 0 || !IsName(tokens[i - 1]));

    private static bool IsName(string token) => token.StartsWith("--", StringComparison.Ordinal);

    // Errors of the command itself are its unmatched tokens, which are described above.
    private static string? Describe(ParseError error) => error.SymbolResult switch
    {
        OptionResult { Option: IArgumentRule rule, Tokens: [] } missing =>
            MissingValue(missing.Option.Name, rule),
        OptionResult { Option: IArgumentRule rule, Tokens: [_, _, ..] } repeated =>
            $"{repeated.Option.Name} is given {repeated.Tokens.Count} times{Join(repeated)}; it must be given once, with {rule.Allowed}.",
        CommandResult => null,
        _ => error.Message,
    };

    // Next to a connection string, an argument without a name is most likely the rest of the password, which the shell has split at a
    // space.
    private static string Describe(ParseResult result, string token, string known) =>
        !token.StartsWith('-') && result.CommandResult.Children.OfType<OptionResult>().Any(option => option.Option is RedisOption)
            ? $"An argument next to {RedisOption.OptionName} has no name (not shown): quote the value of {RedisOption.OptionName}. "
                + $"Known arguments: {known}."
            : $"Unknown argument '{token}'{Hint(token, result)}. Known arguments: {known}.";

    private static string Hint(string token, ParseResult result) =>
        Similarity.Nearest(token.Split('=', 2)[0], result.CommandResult.Command.Options.Select(option => option.Name)) is { } meant
            ? $" (did you mean {meant}?)"
            : "";

    private static string Join(OptionResult repeated) =>
        repeated.Option is RedisOption ? "" : $" ({string.Join(", ", repeated.Tokens.Select(token => $"'{token.Value}'"))})";
}
