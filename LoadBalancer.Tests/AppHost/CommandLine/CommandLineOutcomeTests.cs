using System.Collections.Immutable;
using LoadBalancer.AppHost.CommandLine;

namespace LoadBalancer.Tests.AppHost.CommandLine;

public sealed class CommandLineOutcomeTests
{
    private static readonly ImmutableArray<string> Problems = ["first", "second"];

    [Fact]
    public void With_NoProblems_ReturnsTheSameOutcome()
    {
        var accepted = AppHostCommand.Interpret([]);

        Assert.Same(accepted, accepted.With([]));
    }

    [Fact]
    public void With_Problems_IsRejected()
    {
        Assert.Equal(Problems, Assert.IsType<CommandLineOutcome.Invalid>(AppHostCommand.Interpret([]).With(Problems)).Problems);
    }

    [Fact]
    public void With_ProblemsOfARejectedCommandLine_ReportsAllOfThem()
    {
        var invalid = Assert.IsType<CommandLineOutcome.Invalid>(AppHostCommand.Interpret(["--backends", "0"]).With(Problems));

        Assert.Equal(
            [.. Assert.IsType<CommandLineOutcome.Invalid>(AppHostCommand.Interpret(["--backends", "0"])).Problems, .. Problems],
            invalid.Problems);
    }

    [Fact]
    public void With_ProblemsOfHelpOrVersion_StillPrintsIt()
    {
        Assert.IsType<CommandLineOutcome.HelpOrVersion>(AppHostCommand.Interpret(["--help"]).With(Problems));
    }
}
