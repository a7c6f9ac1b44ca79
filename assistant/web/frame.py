"""The page's frame: masthead, the box to ask in, the other views, all that never changes."""

from pathlib import Path

from assistant.web.markup import clipped, escape

_FILES = sorted((Path(__file__).parent / "script").glob("*.js"))

SCRIPT = f"(async () => {{{''.join(file.read_text(encoding='utf-8') for file in _FILES)}}})();"
"""What the page does: the files of the script in the order of their names, as one function."""

MASTHEAD = """
<a class="skip" href="#ask" data-do="skip">Skip to what is to be typed</a>
<h1>On Record</h1>
<nav id="nav" aria-label="Views">
  <a href="#ask" data-do="view" data-view="ask" aria-current="page">Ask</a>
  <a href="#speakers" data-do="view" data-view="speakers">Speakers</a>
  <a href="#archive" data-do="view" data-view="archive">Archive</a>
  <a href="#sets" data-do="view" data-view="sets">Question sets</a>
</nav>
"""

TOOLS = """
<button type="button" class="tools" id="again" data-do="fresh">New conversation</button>
<button type="button" class="tools" id="open-settings" data-do="settings">Settings</button>
"""

COMPOSER = """
<form id="question" aria-label="Ask the archive">
  <div id="filters" role="dialog" aria-label="Filters" hidden>
    <div class="filter">
      <label for="filter-speaker">Words of</label>
      <input id="filter-speaker" type="text" role="combobox" aria-autocomplete="list"
        aria-controls="filter-names" aria-expanded="false" autocomplete="off" spellcheck="false"
        maxlength="200" placeholder="anybody">
      <ul id="filter-names" role="listbox" aria-label="Speakers" hidden></ul>
    </div>
    <fieldset class="filter"><legend>Published</legend>
      <div id="filter-days"></div>
      <div class="days-row">
        <label>From <input id="filter-from" type="date"></label>
        <label>To <input id="filter-to" type="date"></label>
      </div>
    </fieldset>
    <fieldset class="filter"><legend>Outlets</legend><div id="filter-outlets"></div></fieldset>
    <p class="filter-end">
      <button type="button" class="quiet" data-do="clear-filters">Clear all</button>
      <button type="button" class="secondary" data-do="close-filters">Done</button>
    </p>
  </div>
  <ul id="chips" aria-label="Filters of the next question" hidden></ul>
  <div class="box">
    <textarea rows="1" aria-label="Your question" placeholder="What did … say about …?"></textarea>
    <button type="button" class="filter-button" data-do="filters" aria-expanded="false"
      aria-controls="filters">Filter</button>
    <button type="submit" id="send">Ask</button>
  </div>
</form>
"""

READER = """
<section id="reader" aria-label="Source">
  <p class="reader-bar">
    <button type="button" class="quiet" data-do="close-reader">← Back</button>
    <span id="reader-place" role="status"></span>
    <button type="button" class="quiet" data-do="previous" aria-label="Previous source">↑</button>
    <button type="button" class="quiet" data-do="next" aria-label="Next source">↓</button>
  </p>
  <div id="article"></div>
</section>
"""

SPEAKERS = """
<section id="view-speakers" class="view" aria-label="Speakers">
  <div class="list-part">
    <h2 class="view-title">Who speaks in the archive</h2>
    <p class="search-row">
      <input id="speaker-words" type="search" placeholder="Name or role" maxlength="200"
        aria-label="Search speakers by name or role">
      <label class="tick"><input id="people-only" type="checkbox" checked> People only</label>
    </p>
    <div id="speaker-list"></div>
  </div>
  <div class="one-part">
    <p class="search-row">
      <button type="button" class="quiet" data-do="all-speakers">← All speakers</button>
      <input id="speaker-about" type="search" placeholder="Only statements about …"
        maxlength="200" aria-label="Only statements with these words">
    </p>
    <div id="speaker-page"></div>
  </div>
</section>
"""

ARCHIVE = """
<section class="view-head" aria-label="Add articles">
  <h2 class="view-title">The archive</h2>
  <label id="drop-articles" class="drop">
    <input type="file" multiple class="hidden">
    <span><b>Drop files here</b> or choose them: text, Markdown, web pages, JSON, CSV, PDF</span>
    <span id="sending" role="status"></span>
  </label>
</section>
"""

ARTICLES = """
<section aria-label="Articles">
  <p class="search-row"><input id="article-words" type="search" maxlength="200"
    placeholder="Words in title or text" aria-label="Search articles"></p>
  <div id="article-list"></div>
</section>
"""

SETS = """
<section class="view-head" aria-label="Run a question set">
  <h2 class="view-title">Question sets</h2>
  <label id="drop-questions" class="drop">
    <input type="file" class="hidden" accept=".jsonl,.ndjson,.yaml,.yml,.csv,.tsv">
    <span><b>Drop a question set here</b> or choose one: JSONL, YAML or CSV</span>
    <span id="sending-questions" role="status"></span>
  </label>
</section>
"""

RUNS = """
<section aria-label="Runs">
  <div id="run-list"></div>
  <div id="run-page" tabindex="-1"></div>
</section>
"""


def dialogs(chat_model: str | None) -> str:
    """What lies over the page at times; who answers can be chosen where there is a chat model."""
    return _DIALOGS.replace("<!-- answers -->", _answers(chat_model) if chat_model else "")


def _answers(chat_model: str) -> str:
    return (
        '<label>Answers <select name="answerer">'
        f'<option value="written">Written by {escape(clipped(chat_model, 40))}</option>'
        '<option value="quoted">Quotations only</option></select></label>'
    )


_DIALOGS = """
<p id="toast" role="status"></p>
<div id="told" class="hidden" role="log" aria-label="Answer"></div>
<dialog id="settings" aria-labelledby="settings-title">
  <h2 id="settings-title">Settings</h2>
  <label>Theme <select name="theme">
    <option value="auto">As the system</option><option value="light">Light</option>
    <option value="dark">Dark</option></select></label>
  <!-- answers -->
  <label>Sources in an answer <select name="most">
    <option value="1">One</option><option value="3">At most three</option>
    <option value="5">At most five</option></select></label>
  <label>Dates <select name="days">
    <option>2 Dec 2021</option><option>Dec 2, 2021</option><option>2021-12-02</option>
    </select></label>
  <h3>Keys</h3>
  <dl class="keys">
    <dt><kbd>/</kbd></dt><dd>to the box to type in</dd>
    <dt><kbd>Enter</kbd></dt><dd>ask; with <kbd>Shift</kbd> a new line</dd>
    <dt><kbd>1</kbd> – <kbd>4</kbd></dt><dd>to a view</dd>
    <dt><kbd>←</kbd> – <kbd>↓</kbd></dt><dd>along a timeline, and to its other lanes</dd>
    <dt><kbd>Esc</kbd></dt><dd>back from an article, a filter, an edit</dd>
    <dt><kbd>?</kbd></dt><dd>these settings</dd>
  </dl>
  <p class="hint">Kept in this browser.</p>
  <button type="button" class="secondary" data-do="close-settings">Done</button>
</dialog>
<dialog id="removing" aria-labelledby="removing-head">
  <h2 id="removing-head">Remove this article?</h2>
  <p><q id="removing-title" dir="auto"></q></p>
  <p class="hint">Its statements go too. The file that it came from is not touched.</p>
  <p class="choices"><button type="button" class="secondary" data-do="keep-article">Keep it</button>
  <button type="button" class="danger" data-do="remove-article">Remove</button></p>
</dialog>
"""
