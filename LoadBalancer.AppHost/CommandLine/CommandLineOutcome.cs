using System.Collections.Immutable;
using System.CommandLine;

namespace LoadBalancer.AppHost.CommandLine;

/// <summary>The outcome of reading the arguments.</summary>
internal abstract record CommandLineOutcome
{
    /// <summary>Returns the outcome with more problems added. A request for help or the version is still fulfilled.</summary>
    public CommandLineOutcome With(ImmutableArray<string> problems) => this switch
    {
        Invalid invalid => new Invalid([.. invalid.Problems, .. problems]),
        Accepted when !problems.IsEmpty => new Invalid(problems),
        _ => this,
    };

    /// <summary>Start the application with these options.</summary>
    public sealed record Accepted(AppHostOptions Options) : CommandLineOutcome;

    /// <summary>Start nothing; print the help or the version.</summary>
    public sealed record HelpOrVersion(ParseResult Result) : CommandLineOutcome;

    /// <summary>Start nothing; print one line per problem.</summary>
    public sealed record Invalid(ImmutableArray<string> Problems) : CommandLineOutcome;
}
