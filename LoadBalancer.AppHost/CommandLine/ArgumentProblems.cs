using System.CommandLine;
using System.CommandLine.Parsing;

namespace LoadBalancer.AppHost.CommandLine;

/// <summary>One line per problem, naming the argument, its value and what is allowed.</summary>
internal static class ArgumentProblems
{
    public static IEnumerable<string> Describe(Command command, ParseResult result)
    {
        var known = string.Join(", ", command.Options.Select(option => option.Name));

        return result.UnmatchedTokens
            .Select(token => $"Unknown argument '{token}'; allowed are {known}.")
            .Concat(result.Errors.Select(error => Describe(error)).OfType<string>());
    }

    public static string MissingValue(string name, IArgumentRule rule) => $"{name} has no value; allowed is {rule.Allowed}.";

    // Errors about the command itself are its unmatched tokens, told above.
    private static string? Describe(ParseError error) => error.SymbolResult switch
    {
        OptionResult { Option: IArgumentRule rule, Tokens: [] } missing =>
            MissingValue(missing.Option.Name, rule),
        OptionResult { Option: IArgumentRule rule, Tokens: [_, _, ..] } repeated =>
            $"{repeated.Option.Name} is given {repeated.Tokens.Count} times ({Join(repeated.Tokens)}); allowed is once, {rule.Allowed}.",
        CommandResult => null,
        _ => error.Message,
    };

    private static string Join(IEnumerable<Token> tokens) => string.Join(", ", tokens.Select(token => $"'{ConnectionStringText.WithoutPassword(token.Value)}'"));
}
