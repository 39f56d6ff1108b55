//! `tollgate-bench report`: docs/src/performance.md, made of docs/performance.md.in and the results that the
//! repository keeps in benches/results.
//!
//! The text has holes, `{{…}}`. A hole names results by the file without `.json`, the table's title, a row and a
//! column:
//!
//! - `{{lookup > IPv4 lookup > tollgate, in bursts > 1 M}}` is a value, rounded to three digits. Behind it, `~2` rounds
//!   to two; `else …` is what stands there if nothing was measured. `1 k; 1 M` are two columns, whose values are listed.
//!   A row `rte_fib*` is the first whose name begins like this.
//! - `{{1000 / forward > …}}`, `{{… - …}}` and `{{… * …}}` calculate, from left to right.
//! - `{{table lookup > IPv4 lookup` and lines of options up to `}}` is a whole table:
//!   `rows: A | B* | C = another name` and `columns: …` choose and name; `corner: …` is above the names; `~2` rounds;
//!   `ratio: kernel` adds each value's ratio to that row, `ratios: …` those of another table of the same file.
//! - `{{plot scale > Cost as flows grow}}` is a picture, which is drawn beside the page.
//!
//! `instructions` is a file as well: what benches/instructions.txt records, as this program was built with it.
//!
//! Below what is made of results stands where they come from: processor, kernel, commit and command line. In a table,
//! only names may have digits that come from no file.

mod hole;
mod number;
mod page;

pub use page::{Page, write};
