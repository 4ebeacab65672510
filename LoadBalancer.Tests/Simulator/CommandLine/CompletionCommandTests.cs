using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Simulator.CommandLine;

public sealed class CompletionCommandTests
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "LoadBalancer.Simulator");

    /// <summary>Defines the function by the script and calls it as bash does when a person presses Tab at the end of a line.</summary>
    [Theory]
    [InlineData("lo", "load")]
    [InlineData("load --conc", "--concurrency")]
    [InlineData("load --url http://localhost --method O", "OPTIONS")]
    [InlineData("place --algorithm Mag", "Maglev")]
    [InlineData("cluster zone", "zone-loss")]
    [InlineData("completion z", "zsh")]
    [InlineData("nonsense --conc", "")]
    public async Task Bash_Tab_CompletesTheWord(string line, string completed)
    {
        var words = line.Split(' ');

        var result = await Tool.RunAsync(
            "bash",
            "-euc",
            """
            eval "$("$0" completion bash)"
            COMP_LINE="$0 $1"; COMP_POINT=${#COMP_LINE}
            _loadbalancer_simulator "$0" "$2" "$3"
            printf '%s\n' "${COMPREPLY[@]}"
            """,
            Program,
            line,
            words[^1],
            words.Length > 1 ? words[^2] : Program);

        Assert.Equal(("", completed), (result.StandardError, result.StandardOutput.TrimEnd('\n')));
    }

    [Theory]
    [InlineData("bash", "complete -o default -F _loadbalancer_simulator lb-sim")]
    [InlineData("zsh", "compdef _loadbalancer_simulator lb-sim")]
    [InlineData("fish", "complete -c lb-sim -a ")]
    public async Task Script_ForAnotherName_IsForThatName(string shell, string line)
    {
        var run = await SimulatorRun.RunAsync("completion", shell, "--command", "lb-sim");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains(line, run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("COMMAND", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'tcsh'", "tcsh")]
    [InlineData("'a;b'", "bash", "--command", "a;b")]
    [InlineData("''", "bash", "--command", "")]
    public async Task Arguments_NotAllowed_AreRejected(string named, params string[] args)
    {
        var run = await SimulatorRun.RunAsync(["completion", .. args]);

        run.AssertRejected(named);
    }
}
