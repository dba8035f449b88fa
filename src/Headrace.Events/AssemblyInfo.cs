using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Headrace.Events.Tests")]
