namespace LoadBalancer.Simulator.CommandLine;

/// <summary>Files that arguments name.</summary>
internal static class InputFile
{
    /// <summary>Refuses what is no path of a file; one that does not exist, or cannot be read, fails when it is opened.</summary>
    /// <param name="argument">The option or argument that names it.</param>
    /// <param name="path">What was given.</param>
    /// <exception cref="FormatException">It is empty or a folder; the message is one line for the user.</exception>
    public static void Check(string argument, string path)
    {
        if (path.Length == 0)
        {
            throw new FormatException($"The path of the file is missing: {argument}.");
        }

        if (Directory.Exists(path))
        {
            throw new FormatException($"'{path}' is a folder: {argument} must name a file.");
        }
    }
}
