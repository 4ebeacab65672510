using System.Reflection;
using LoadBalancer.Simulator.CommandLine;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Simulator.CommandLine;

public sealed class ExitCodesTests
{
    [Fact]
    public void All_HasEveryCodeOnce()
    {
        var codes = typeof(ExitCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral)
            .Select(field => (int)field.GetRawConstantValue()!);

        Assert.Equal(codes.Order(), ExitCodes.All.Select(entry => entry.Code));
    }

    [Fact]
    public void SimulatorPage_Table_HasEveryCode()
    {
        var rows = Repository.Read("docs", "simulator.md").Split('\n')
            .SkipWhile(line => line != "| exit code | meaning |").Skip(2).TakeWhile(line => line.StartsWith('|'));

        Assert.Equal(ExitCodes.All.Select(entry => $"| {entry.Code} | {entry.Meaning} |"), rows);
    }

    [Fact]
    public async Task Help_OfTheProgram_HasEveryCode()
    {
        var run = await SimulatorRun.RunAsync("--help");

        Assert.Equal(0, run.ExitCode);
        Assert.All(ExitCodes.All, entry => Assert.Contains($"{entry.Code}: {entry.Meaning}", run.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Version_Requested_IsThatOfTheProgram()
    {
        var result = await Tool.RunAsync(Path.Combine(AppContext.BaseDirectory, "LoadBalancer.Simulator"), "--version");

        var version = typeof(ExitCodes).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        Assert.Equal((0, version), (result.ExitCode, result.StandardOutput.TrimEnd('\n')));
    }
}
