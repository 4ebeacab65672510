using System.Globalization;
using System.Text;

namespace LoadBalancer.Tests.EndToEnd;

/// <summary>A process of this machine that has inherited a variable.</summary>
/// <param name="Id">Its process id.</param>
/// <param name="Command">Its command line.</param>
internal sealed record MarkedProcess(int Id, string Command)
{
    /// <param name="variable">The variable with its value, <c>NAME=value</c>.</param>
    public static IReadOnlyList<MarkedProcess> Find(string variable) =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0 && Read(id, "environ").Split('\0').Contains(variable, StringComparer.Ordinal))
            .Select(id => new MarkedProcess(id, Read(id, "cmdline").Replace('\0', ' '))),
    ];

    /// <summary>Empty for a process that has ended in the meantime, is a zombie, or is somebody else's.</summary>
    private static string Read(int id, string file)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{id}/{file}"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
