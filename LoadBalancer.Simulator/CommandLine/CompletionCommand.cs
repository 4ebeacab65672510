using System.CommandLine;

namespace LoadBalancer.Simulator.CommandLine;

/// <summary><c>completion</c>: prints a script with which a shell completes commands, options and their values.</summary>
internal static class CompletionCommand
{
    private const string DefaultCommand = "LoadBalancer.Simulator";

    public static Command Create(SimulatorConsole console)
    {
        var names = string.Join(", ", Shell.All.Select(shell => shell.Name));
        var shell = new Argument<string>("SHELL") { Description = $"The shell: {names}." };
        shell.CompletionSources.Add([.. Shell.All.Select(known => known.Name)]);
        var name = new Option<string>("--command")
        {
            Description = "The name by which the simulator is called, if it is not the program's own.",
            HelpName = "NAME",
            DefaultValueFactory = _ => DefaultCommand,
        };
        var command = new Command("completion", "Prints a script with which a shell completes commands and options.") { shell, name };
        command.SetAction(async (parsed, _) =>
        {
            var chosen = parsed.GetValue(shell)!;
            var script = Shell.All.FirstOrDefault(known => known.Name == chosen)
                ?? throw new FormatException($"Unknown shell '{chosen}': it must be one of {names}.");
            await console.Text.WriteLineAsync(script.ScriptFor(CheckName(parsed.GetValue(name)!)));
            return ExitCodes.Success;
        });
        return command;
    }

    /// <summary>Checks a name that becomes part of a script.</summary>
    private static string CheckName(string name) =>
        name.Length is > 0 and <= 100 && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_')
            ? name
            : throw new FormatException($"The name '{name}' is not allowed: --command must be 1 to 100 characters from a-z A-Z 0-9 . - _");
}
