using System.CommandLine;
using System.CommandLine.Parsing;

namespace LoadBalancer.Simulator.CommandLine;

/// <summary>An option that takes a duration within a range; without it there is none.</summary>
internal sealed class DurationOption : Option<TimeSpan?>
{
    private readonly (string Text, TimeSpan Value) _least;
    private readonly (string Text, TimeSpan Value) _most;

    public DurationOption(string name, string least, string most, string description)
        : base(name)
    {
        _least = Read(least);
        _most = Read(most);
        HelpName = "TIME";
        Description = description;
        CustomParser = ParseInRange;
    }

    private static (string Text, TimeSpan Value) Read(string text) =>
        DurationText.TryParse(text, out var value)
            ? (text, value)
            : throw new ArgumentException($"'{text}' is not a duration.", nameof(text));

    private TimeSpan? ParseInRange(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (DurationText.TryParse(text, out var duration) && duration >= _least.Value && duration <= _most.Value)
        {
            return duration;
        }

        result.AddError(
            $"The duration '{text}' is not allowed: {Name} must be {_least.Text} to {_most.Text}, written as {DurationText.Form}.");
        return null;
    }
}
