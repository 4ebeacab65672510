namespace LoadBalancer.Simulator.CommandLine;

/// <summary>Checks the input files that arguments name.</summary>
internal static class InputFile
{
    /// <summary>
    /// Rejects a path that cannot name a file. A file that does not exist or cannot be read fails only when it is opened.
    /// </summary>
    /// <param name="argument">The option or argument that names the file.</param>
    /// <param name="path">The path.</param>
    /// <exception cref="FormatException">The path is empty or is a folder; the message is one line for the user.</exception>
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
